package org.forpost.matching;

/// A decision threshold, stated as the error that it allows and never as a bare score.
public sealed interface Threshold {

    /// The false match rate that one comparison may reach in a gallery of a given size.
    ///
    /// @param fingers in the gallery that are compared with; 1 for a verification
    double falseMatchRate(long fingers);

    /// One comparison of two different people may be called a match this often, whatever the size
    /// of the gallery.
    record Fmr(double rate) implements Threshold {
        public Fmr {
            checkRate(rate);
        }

        @Override
        public double falseMatchRate(long fingers) {
            return rate;
        }
    }

    /// A search for somebody who is not in the gallery may bring up anybody this often: the FMR
    /// then follows from the size of the gallery, FPIR = 1 − (1 − FMR)^N.
    record Fpir(double rate) implements Threshold {
        public Fpir {
            checkRate(rate);
        }

        @Override
        public double falseMatchRate(long fingers) {
            return -Math.expm1(Math.log1p(-rate) / Math.max(1, fingers));
        }
    }

    /// Everything is shown, whatever it means: for measuring.
    static Threshold none() {
        return new Fmr(1);
    }

    private static void checkRate(double rate) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("a rate of " + rate + " is not in 0..1");
        }
    }
}
