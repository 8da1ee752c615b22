package org.forpost.matching.face;

/// Where the face is in the picture.
public sealed interface Framing {

    /// Nobody looked, and so nothing is said.
    ///
    /// @param why for a technician
    record NotAssessed(String why) implements Framing {}

    /// The detector finds none.
    record NoFace() implements Framing {}

    /// @param faces two or more: whose is wanted, nobody can say
    record Several(int faces) implements Framing {}

    /// One face.
    ///
    /// @param left of the picture's width, 0 to 1, and so `right`
    /// @param top of the picture's height, 0 to 1, and so `bottom`
    /// @param confidence the detector's, 0 to 1
    record One(double left, double top, double right, double bottom, double confidence)
            implements Framing {

        public enum Verdict {
            GOOD,
            TOO_FAR,
            TOO_CLOSE,
            OFF_CENTRE
        }

        /// ICAO Doc 9303-3's portrait has a head of 70 to 80 % of its height; a live picture is cut
        /// later, and a face of a quarter of its height still has the 90 pixels between the eyes
        /// that are asked for, in a camera of a megapixel.
        private static final double LEAST_HEIGHT = 0.25;

        private static final double MOST_HEIGHT = 0.85;

        /// Of the picture's side, from its middle.
        private static final double MOST_OFF = 0.15;

        public Verdict verdict() {
            double off =
                    Math.max(
                            Math.abs((left + right) / 2 - 0.5), Math.abs((top + bottom) / 2 - 0.5));
            if (bottom - top > MOST_HEIGHT) {
                return Verdict.TOO_CLOSE;
            }
            if (off > MOST_OFF) {
                return Verdict.OFF_CENTRE;
            }
            return bottom - top < LEAST_HEIGHT ? Verdict.TOO_FAR : Verdict.GOOD;
        }
    }
}
