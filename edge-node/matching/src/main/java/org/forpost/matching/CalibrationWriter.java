package org.forpost.matching;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Makes the text of a [Calibration] from scores of pairs that are known to be of different
/// fingers.
public final class CalibrationWriter {
    /// A rate is written while at least so many scores reach it: fewer say nothing reliable (with
    /// 30 errors the rate is within 30 % in 90 of 100 cases, the *rule of 30*, ISO/IEC 19795-1
    /// B.1).
    static final int LEAST_ERRORS = 30;

    /// The fastest that the rate may fall beyond what was measured, in decades per point of score:
    /// SourceAFIS's own from 40 to 50 in the study of eleven sets. Where the measured rates fall
    /// more slowly from [#TAIL_BEGINS] on, they go on as slowly.
    static final double FASTEST_TAIL = 0.1;

    private static final double TAIL_BEGINS = 1e-2;

    private static final double[] RATES = {
        0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5,
        5e-6, 2e-6, 1e-6
    };

    private CalibrationWriter() {}

    /// @param impostors scores, 0 or more
    /// @param provenance lines that tell which data they come from
    /// @throws IllegalArgumentException with fewer than 3,000 scores
    public static String text(double[] impostors, List<String> provenance) {
        if (impostors.length < 100 * LEAST_ERRORS) {
            throw new IllegalArgumentException(
                    impostors.length + " impostor scores, expected at least " + 100 * LEAST_ERRORS);
        }
        double[] sorted = impostors.clone();
        Arrays.sort(sorted);
        StringBuilder text = new StringBuilder();
        provenance.forEach(line -> text.append("# ").append(line).append('\n'));
        StringBuilder points = new StringBuilder("0 1\n");
        double score = 0;
        double rate = 1;
        double tailScore = 0;
        double tailRate = 1;
        for (double next : RATES) {
            int reaching = (int) Math.round(next * sorted.length);
            if (reaching < LEAST_ERRORS) {
                break;
            }
            double at = sorted[sorted.length - reaching];
            if (at > score) {
                score = Math.ceil(at * 1000) / 1000; // up: never a smaller rate than was counted
                rate = next;
                points.append(line(score, rate));
                if (rate >= TAIL_BEGINS) {
                    tailScore = score;
                    tailRate = rate;
                }
            }
        }
        double slope =
                score > tailScore
                        ? Math.min(FASTEST_TAIL, Math.log10(tailRate / rate) / (score - tailScore))
                        : FASTEST_TAIL;
        text.append(
                String.format(
                        Locale.ROOT,
                        "# Beyond the last point but one, FMR %.1e, nothing was measured: the last"
                                + " point\n# extrapolates by %.4f decades for each point of"
                                + " score.\n",
                        rate,
                        slope));
        return text + points.toString() + line(score + 10, rate * Math.pow(10, -10 * slope));
    }

    private static String line(double score, double rate) {
        return String.format(Locale.ROOT, "%.3f %.3g%n", score, rate);
    }
}
