package org.forpost.matching.images;

/// Where the resolution of an image comes from, best known first.
public enum DpiSource {
    /// The caller named it.
    OPTION,
    /// A file `dpi.txt` in the folder of the image.
    FOLDER,
    /// The image's own header.
    FILE,
    /// Nobody said anything believable, and 500 dpi is what fingerprint scanners have.
    ASSUMED
}
