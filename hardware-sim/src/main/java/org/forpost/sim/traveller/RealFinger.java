package org.forpost.sim.traveller;

import java.io.IOException;
import java.nio.file.Path;
import org.forpost.sim.Refusal;
import org.forpost.sim.finger.Finger;
import org.forpost.sim.finger.FolderFinger;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.finger.Press;

/// A finger of a folder of real images. Its first impression is the reference that a watchlist
/// gets; at a lane it is pressed with the others, so that an image is never found by itself.
public final class RealFinger {
    private RealFinger() {}

    /// The impression for a watchlist.
    public static GreyImage reference(Path folder, String finger) {
        return open(folder, finger).impression(Press.normal(0));
    }

    /// The finger as it is pressed at a lane.
    public static Finger presented(Path folder, String finger) {
        FolderFinger images = open(folder, finger);
        images.impression(Press.normal(0));
        return images;
    }

    private static FolderFinger open(Path folder, String finger) {
        try {
            FolderFinger images = FolderFinger.of(folder, finger);
            if (images.size() < 2) {
                throw new Refusal(
                        folder
                                + " holds one image of finger "
                                + finger
                                + ": one for the watchlist and another one for the lane are needed");
            }
            return images;
        } catch (IOException e) {
            throw new Refusal(
                    "cannot read finger " + finger + " from " + folder + ": " + e.getMessage(), e);
        }
    }
}
