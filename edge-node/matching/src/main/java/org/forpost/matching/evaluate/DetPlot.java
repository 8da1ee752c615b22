package org.forpost.matching.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.forpost.matching.evaluate.ErrorRates.Point;

/// A detection error trade-off plot as SVG: FMR across, FNMR up, both on the scale of the normal
/// deviate (ISO/IEC 19795-1; Martin and others, *The DET curve*, 1997), where the scores of two
/// normal distributions give a straight line and a percent looks as wide near 0.1 as near 10.
final class DetPlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 620;
    private static final int LEFT = 78;
    private static final int TOP = 54;
    private static final int RIGHT = 24;
    private static final int BOTTOM = 64;

    /// Smaller rates are drawn at the edge; with fewer pairs than 1 / LEAST nothing shows them
    /// anyway.
    private static final double LEAST_FMR = 1e-5;

    private static final double LEAST_FNMR = 1e-3;
    private static final double MOST = 0.5;

    private static final double[] TICKS = {1e-5, 1e-4, 1e-3, 1e-2, 0.02, 0.05, 0.1, 0.2, 0.4};

    /// Told apart by people who see no red and green, and by their dashes in print.
    private static final List<String> STYLES =
            List.of(
                    "stroke=\"#8c510a\" stroke-dasharray=\"7 4\"",
                    "stroke=\"#01665e\"",
                    "stroke=\"#5e3c99\" stroke-dasharray=\"2 3\"");

    /// One line of the plot.
    ///
    /// @param pairs told in the legend, because a curve cannot be read without
    record Curve(String name, ErrorRates rates, String pairs) {}

    private final StringBuilder svg = new StringBuilder();

    private DetPlot() {}

    static String of(String title, List<Curve> curves) {
        DetPlot plot = new DetPlot();
        plot.frame(title);
        for (int i = 0; i < curves.size(); i++) {
            plot.curve(curves.get(i), i);
        }
        plot.svg.append("</svg>\n");
        return plot.svg.toString();
    }

    private void frame(String title) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " font-family=\"sans-serif\" font-size=\"13\">%n",
                        WIDTH,
                        HEIGHT));
        svg.append(String.format(Locale.ROOT, "<title>%s</title>%n", escaped(title)));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n",
                        WIDTH,
                        HEIGHT));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"28\" font-size=\"16\" font-weight=\"bold\">%s</text>%n",
                        LEFT,
                        escaped(title)));
        for (double tick : TICKS) {
            double x = x(tick);
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<path d=\"M%.1f %dV%d\" stroke=\"#dddddd\"/>"
                                    + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                            x,
                            TOP,
                            HEIGHT - BOTTOM,
                            x,
                            HEIGHT - BOTTOM + 18,
                            percent(tick)));
            if (tick >= LEAST_FNMR) {
                double y = y(tick);
                svg.append(
                        String.format(
                                Locale.ROOT,
                                "<path d=\"M%d %.1fH%d\" stroke=\"#dddddd\"/>"
                                        + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                                LEFT,
                                y,
                                WIDTH - RIGHT,
                                LEFT - 6,
                                y + 4,
                                percent(tick)));
            }
        }
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\""
                                + " stroke=\"#333333\"/>%n",
                        LEFT,
                        TOP,
                        WIDTH - LEFT - RIGHT,
                        HEIGHT - TOP - BOTTOM));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#999999\" stroke-width=\"0.7\"/>%n",
                        x(LEAST_FNMR),
                        y(LEAST_FNMR),
                        x(MOST),
                        y(MOST)));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">FMR: different fingers that"
                                + " match</text>%n",
                        (LEFT + WIDTH - RIGHT) / 2,
                        HEIGHT - 18));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text transform=\"translate(20 %d) rotate(-90)\" text-anchor=\"middle\">FNMR: the"
                                + " same finger that does not match</text>%n",
                        (TOP + HEIGHT - BOTTOM) / 2));
    }

    private void curve(Curve curve, int index) {
        String style = STYLES.get(index % STYLES.size());
        List<String> steps = new ArrayList<>();
        String last = "";
        double lastY = Double.NaN;
        for (Point point : curve.rates.det()) {
            String x = text(x(point.fmr()));
            double y = y(point.fnmr());
            // A rate holds until the next threshold: the curve is a staircase.
            String step = (Double.isNaN(lastY) ? "M" + x + " " + text(y) : "H" + x + "V" + text(y));
            if (!step.equals(last)) {
                steps.add(step);
            }
            last = step;
            lastY = y;
        }
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<path d=\"%s\" fill=\"none\" stroke-width=\"2\" stroke-linejoin=\"round\" %s/>%n",
                        String.join("", steps),
                        style));
        int y = TOP + 20 + 20 * index;
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<path d=\"M%d %dh34\" stroke-width=\"2\" %s/><text x=\"%d\" y=\"%d\">%s: EER %.2f %%,"
                                + " %s</text>%n",
                        WIDTH - RIGHT - 400,
                        y,
                        style,
                        WIDTH - RIGHT - 358,
                        y + 4,
                        escaped(curve.name),
                        100 * curve.rates.equalErrorRate(),
                        escaped(curve.pairs)));
    }

    private static double x(double fmr) {
        return LEFT + (WIDTH - LEFT - RIGHT) * along(fmr, LEAST_FMR);
    }

    private static double y(double fnmr) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * along(fnmr, LEAST_FNMR);
    }

    private static double along(double rate, double least) {
        double low = deviate(least);
        double clamped = Math.max(least, Math.min(MOST, rate));
        return (deviate(clamped) - low) / (deviate(MOST) - low);
    }

    /// The point below which a standard normal variable falls with probability `p`: Abramowitz and
    /// Stegun 26.2.23, absolute error below 4.5e-4, which is a twentieth of a pixel here.
    static double deviate(double p) {
        double tail = Math.min(p, 1 - p);
        double t = Math.sqrt(-2 * Math.log(tail));
        double z =
                t
                        - (2.515517 + t * (0.802853 + t * 0.010328))
                                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        return p < 0.5 ? -z : z;
    }

    private static String percent(double rate) {
        String text = String.format(Locale.ROOT, "%.3f", 100 * rate).replaceAll("\\.?0+$", "");
        return text + " %";
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
