package org.forpost.matching;

/// An image from which no template can be made. The message says what is wrong and what to do next.
public final class UnusableImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What is wrong with the image, for a program that must choose what to do next.
    public enum Reason {
        /// The bytes are no PNG, JPEG, BMP, TIFF, JPEG 2000 or WSQ, or break off.
        UNDECODABLE,
        /// More pixels than a scanner of fingers makes.
        TOO_LARGE,
        /// Fewer pixels than the smallest useful piece of a finger.
        TOO_SMALL,
        /// Nobody said how many dots an inch has, or the number cannot be true.
        NO_RESOLUTION,
        /// Nothing lay on the scanner.
        BLANK,
        /// Something is there, but no ridges.
        NOT_A_FINGERPRINT
    }

    private final Reason reason;

    public UnusableImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
