package org.forpost.edge.lane;

import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.ImageFormat;
import org.forpost.edge.watchlist.Screener;
import org.forpost.edge.watchlist.Screening;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.Probe;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;

/// From captured fingers to a candidate list.
public final class FingerCapture {
    private final FingerprintExtractor extractor;
    private final Screener screener;

    public FingerCapture(FingerprintExtractor extractor, Screener screener) {
        this.extractor = extractor;
        this.screener = screener;
    }

    /// Takes what the scanner brought into the crossing and asks the watchlist anew about all the
    /// fingers that are there by now.
    ///
    /// @param came images, each verified by the device's adapter
    /// @param missing asked for and not there
    /// @param least the quality that will do
    /// @return fingers from which no template could be made, with the reason, for the officer
    List<String> take(
            OpenCrossing crossing,
            List<CapturedFinger> came,
            List<FingerPosition> missing,
            int least) {
        List<String> unusable = new ArrayList<>();
        for (CapturedFinger image : came) {
            SeenFinger seen = read(image, unusable);
            boolean good = image.quality() >= least && seen.template() != null;
            crossing.finger(image.position()).taken(seen, image.quality(), good);
        }
        missing.forEach(position -> crossing.finger(position).missed());
        crossing.screened(screen(crossing.probe()));
        return unusable;
    }

    private SeenFinger read(CapturedFinger image, List<String> unusable) {
        try {
            return new SeenFinger(image, template(image.image()));
        } catch (UnusableImageException e) {
            unusable.add(image.position().spoken() + ": " + e.getMessage());
            return new SeenFinger(image, null);
        }
    }

    /// @throws UnusableImageException as the extractor says
    public Template template(EncodedImage image) throws UnusableImageException {
        if (image.format() == ImageFormat.RAW) {
            return extractor.extract(
                    new GreyImage(image.width(), image.height(), image.bytes(), image.dpi()));
        }
        return extractor.extract(image.bytes(), image.dpi());
    }

    /// @param fingers possibly none
    public Screening screen(List<Probe.Finger> fingers) {
        return fingers.isEmpty()
                ? new Screening.NotCompared()
                : screener.screen(new Probe(fingers));
    }
}
