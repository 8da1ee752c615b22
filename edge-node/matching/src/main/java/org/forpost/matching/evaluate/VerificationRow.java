package org.forpost.matching.evaluate;

import java.util.OptionalDouble;

/// One line of the accuracy table: one contender on one set, or on all.
///
/// @param set its name, or `pooled`
/// @param genuinePairs compared
/// @param impostorPairs compared
/// @param notEnrolled images in which nothing was found
/// @param eer equal error rate; this and the next three are empty where one kind of pair is missing
/// @param fnmrAt100 FNMR at FMR 10⁻²
/// @param fnmrAt1000 FNMR at FMR 10⁻³
/// @param zeroFmr FNMR at FMR 0
/// @param rankOne share of images whose most similar other image is of the same finger
record VerificationRow(
        String set,
        String contender,
        int images,
        int genuinePairs,
        int impostorPairs,
        int notEnrolled,
        OptionalDouble eer,
        OptionalDouble fnmrAt100,
        OptionalDouble fnmrAt1000,
        OptionalDouble zeroFmr,
        OptionalDouble rankOne) {

    static VerificationRow of(
            String set,
            String contender,
            int images,
            int notEnrolled,
            PairScores scores,
            OptionalDouble rankOne) {
        boolean measurable = scores.genuine().length > 0 && scores.impostor().length > 0;
        OptionalDouble none = OptionalDouble.empty();
        ErrorRates rates = measurable ? ErrorRates.of(scores) : null;
        return new VerificationRow(
                set,
                contender,
                images,
                scores.genuine().length,
                scores.impostor().length,
                notEnrolled,
                rates == null ? none : OptionalDouble.of(rates.equalErrorRate()),
                rates == null ? none : OptionalDouble.of(rates.fnmrAtFmr(1e-2)),
                rates == null ? none : OptionalDouble.of(rates.fnmrAtFmr(1e-3)),
                rates == null ? none : OptionalDouble.of(rates.fnmrAtFmr(0)),
                rankOne);
    }
}
