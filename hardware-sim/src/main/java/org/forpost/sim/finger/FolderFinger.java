package org.forpost.sim.finger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Real images in place of a finger: each press serves the next impression of the folder, from the
/// first again after the last. How the press was made changes nothing, because the picture was
/// taken long ago.
///
/// Files are named `finger_impression` with `.png`, `.tif`, `.tiff`, `.jpg`, `.jpeg` or `.bmp`,
/// both parts free of underscores. A file `dpi.txt` in the folder gives the resolution of images
/// that do not state it; without one it is 500.
public final class FolderFinger implements Finger {

    /// More impressions of one finger than any set has; a folder beyond it is not one finger.
    private static final int MAX_IMAGES = 100_000;

    private final List<Path> images;
    private final int dpi;
    private final AtomicInteger next = new AtomicInteger();

    private FolderFinger(List<Path> images, int dpi) {
        this.images = images;
        this.dpi = dpi;
    }

    /// The whole folder as one finger, in order of file names.
    ///
    /// @throws IOException if the folder cannot be read or holds no image
    public static FolderFinger of(Path folder) throws IOException {
        return of(folder, Optional.empty());
    }

    /// Those images of a folder that belong to one finger.
    ///
    /// @param finger the part of the file names before the underscore
    /// @throws IOException if the folder cannot be read or holds no image of that finger
    public static FolderFinger of(Path folder, String finger) throws IOException {
        return of(folder, Optional.of(finger));
    }

    private static FolderFinger of(Path folder, Optional<String> finger) throws IOException {
        List<Path> images;
        try (Stream<Path> files = Files.list(folder)) {
            images =
                    files.filter(FolderFinger::isImage)
                            .filter(file -> finger.map(f -> belongs(file, f)).orElse(true))
                            .limit(MAX_IMAGES)
                            .sorted()
                            .toList();
        }
        if (images.isEmpty()) {
            throw new IOException(
                    folder
                            + ": no image"
                            + finger.map(f -> " named " + f + "_<impression>").orElse("")
                            + " here (looked for .png .tif .tiff .jpg .jpeg .bmp)");
        }
        return new FolderFinger(images, FolderDpi.of(folder));
    }

    /// How many different impressions there are before the first comes again.
    public int size() {
        return images.size();
    }

    /// The next image of the folder.
    ///
    /// @throws UncheckedIOException if the file can no longer be read or is not an image; its
    ///   message names it
    @Override
    public GreyImage impression(Press press) {
        int index = Math.floorMod(next.getAndIncrement(), images.size());
        try {
            return GreyImage.read(images.get(index), dpi);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean belongs(Path file, String finger) {
        return name(file).startsWith(finger + "_");
    }

    private static boolean isImage(Path file) {
        return name(file).toLowerCase(Locale.ROOT).matches(".*\\.(png|tiff?|jpe?g|bmp)");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
