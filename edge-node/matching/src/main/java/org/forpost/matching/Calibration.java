package org.forpost.matching;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/// What a comparison score means: the false match rate (FMR) it stands for, that is, how often two
/// different fingers reach it. Between measured points log10(FMR) is interpolated linearly; beyond
/// the last the slope of the last two goes on, down to [#SMALLEST_RATE].
///
/// A calibration is a text file: lines starting with `#` tell which data it came from, each other
/// line is a score, a space and the FMR measured there, scores ascending, rates descending, the
/// first `0 1`.
public final class Calibration {

    /// The end of the scale. It lies far below anything that can be measured, so that the order of
    /// good matches is never lost to it: several fingers of one person multiply their rates.
    public static final double SMALLEST_RATE = 1e-300;

    /// The smallest rate that a person may be shown as a number: 1.4 in a million is the rarest
    /// that was counted (at score 50, on eleven sets). What is rarer is told as rarer than this.
    public static final double SMALLEST_SHOWN = 1e-6;

    private final String provenance;
    private final double[] scores;
    private final double[] logRates;

    private Calibration(String provenance, double[] scores, double[] logRates) {
        this.provenance = provenance;
        this.scores = scores;
        this.logRates = logRates;
    }

    /// Reads a calibration file.
    ///
    /// @throws IOException if it cannot be read, or a line is not as described above (named)
    public static Calibration read(Reader reader) throws IOException {
        StringBuilder provenance = new StringBuilder();
        List<double[]> points = new ArrayList<>();
        BufferedReader lines = new BufferedReader(reader);
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.startsWith("#")) {
                provenance.append(line.substring(1).strip()).append('\n');
            } else if (!line.isBlank()) {
                points.add(point(line, number));
            }
            if (number > 10_000) {
                throw new IOException("calibration: more than 10,000 lines");
            }
        }
        return of(provenance.toString().strip(), points);
    }

    private static double[] point(String line, int number) throws IOException {
        String[] words = line.strip().split("\\s+", -1);
        try {
            if (words.length == 2) {
                return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
            }
        } catch (NumberFormatException e) {
            throw new IOException("calibration: line " + number + ": " + e.getMessage(), e);
        }
        throw new IOException("calibration: line " + number + ": expected a score and a rate");
    }

    private static Calibration of(String provenance, List<double[]> points) throws IOException {
        double[] scores = new double[points.size()];
        double[] logRates = new double[points.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = points.get(i)[0];
            logRates[i] = Math.log10(points.get(i)[1]);
            boolean descending =
                    i == 0
                            ? scores[0] == 0 && logRates[0] == 0
                            : scores[i] > scores[i - 1] && logRates[i] < logRates[i - 1];
            if (!descending || Double.isInfinite(logRates[i])) {
                throw new IOException(
                        "calibration: point "
                                + (i + 1)
                                + ": expected 0 1 first, then rising scores and falling rates"
                                + " above 0");
            }
        }
        if (scores.length < 2) {
            throw new IOException("calibration: expected at least two points");
        }
        return new Calibration(provenance, scores, logRates);
    }

    /// Which data the figures come from, for a person to read.
    public String provenance() {
        return provenance;
    }

    /// How often two different fingers meet by chance.
    ///
    /// @param score of one comparison, 0 or more
    /// @return how often two different fingers score as much or more, above 0 and at most 1
    public double falseMatchRate(double score) {
        if (!(score > 0)) {
            return 1;
        }
        int i = 1;
        while (i < scores.length - 1 && scores[i] < score) {
            i++;
        }
        double slope = (logRates[i] - logRates[i - 1]) / (scores[i] - scores[i - 1]);
        double log = logRates[i - 1] + slope * (score - scores[i - 1]);
        return Math.max(SMALLEST_RATE, Math.pow(10, log));
    }

    /// The inverse of [#falseMatchRate].
    ///
    /// @param rate above 0, at most 1; anything below [#SMALLEST_RATE] counts as that
    public double score(double rate) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("a rate of " + rate + " is not in 0..1");
        }
        double log = Math.log10(Math.max(rate, SMALLEST_RATE));
        int i = 1;
        while (i < scores.length - 1 && logRates[i] > log) {
            i++;
        }
        double slope = (logRates[i] - logRates[i - 1]) / (scores[i] - scores[i - 1]);
        return scores[i - 1] + (log - logRates[i - 1]) / slope;
    }
}
