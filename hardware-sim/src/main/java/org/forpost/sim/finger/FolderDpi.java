package org.forpost.sim.finger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file `dpi.txt` beside a folder's images: one number, pixels per inch.
public final class FolderDpi {
    /// A number of at most four digits and its line end; anything longer is another file.
    private static final int MAX_BYTES = 16;

    private FolderDpi() {}

    /// Reads the resolution of a folder.
    ///
    /// @return pixels per inch as stated in the folder, 500 where nothing is stated
    /// @throws IOException if `dpi.txt` holds anything but one number from 50 to 5000
    public static int of(Path folder) throws IOException {
        Path file = folder.resolve("dpi.txt");
        if (!Files.isRegularFile(file)) {
            return GreyImage.DEFAULT_DPI;
        }
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
        }
        if (text.matches("[0-9]{2,4}")) {
            int dpi = Integer.parseInt(text);
            if (dpi >= 50 && dpi <= 5_000) {
                return dpi;
            }
        }
        throw new IOException(file + ": holds \"" + text + "\", expected one number, 50 to 5000");
    }
}
