package org.forpost.protocol.bundle;

/// A bundle, or a file of one, that cannot be taken; the message names it and says why, in one
/// line.
public final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnfitException(String why) {
        super(plain(why));
    }

    /// What a hostile medium says must not drive the terminal of whoever reads it.
    static String plain(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
