package org.forpost.matching.quality;

import org.forpost.matching.GreyImage;
import org.forpost.matching.Template;
import org.forpost.matching.sourceafis.MalformedTemplateException;
import org.forpost.matching.sourceafis.Minutiae;

/// How good the image of one finger is.
///
/// @param certainty of the ridge orientation, mean over the foreground, 0 to 1
/// @param clarity of the ridges, mean over the foreground, 0 to 1
/// @param area of the cells in which ridges are plain, in mm²
/// @param minutiae those that lie in such cells
/// @param minutiaeQuality mean of c · l where the minutiae lie, 0 to 1: spurious ones lie in murk
public record FingerQuality(
        double certainty, double clarity, double area, int minutiae, double minutiaeQuality) {

    /// c · l of a cell in which minutiae can be believed.
    private static final double USABLE = 0.25;

    /// mm² of a cell at 500 dpi.
    private static final double CELL = Math.pow(Cells.SIDE * 25.4 / 500, 2);

    /// Measures one image; takes some 5 ms of one core.
    ///
    /// @param template what the extractor made of this very image
    public static FingerQuality of(GreyImage image, Template template) {
        Cells cells = Cells.of(Plane.of(image));
        double certainty = 0;
        double clarity = 0;
        int foreground = 0;
        int usable = 0;
        for (int cell = 0; cell < cells.count(); cell++) {
            if (cells.foreground(cell)) {
                foreground++;
                certainty += cells.certainty()[cell];
                clarity += cells.clarity()[cell];
                usable += cells.goodness(cell) >= USABLE ? 1 : 0;
            }
        }
        Minutiae minutiae = minutiae(template);
        int believed = 0;
        double goodness = 0;
        for (int i = 0; i < minutiae.count(); i++) {
            int cell = cells.at(minutiae.x()[i], minutiae.y()[i]);
            double here = cell < 0 ? 0 : cells.goodness(cell);
            goodness += here;
            believed += here >= USABLE ? 1 : 0;
        }
        return new FingerQuality(
                foreground == 0 ? 0 : certainty / foreground,
                foreground == 0 ? 0 : clarity / foreground,
                usable * CELL,
                believed,
                minutiae.count() == 0 ? 0 : goodness / minutiae.count());
    }

    /// The measures of the best images of three scanners, which get full marks; see [#score].
    private static final double BEST_MINUTIAE = 45;

    private static final double BEST_MINUTIAE_QUALITY = 0.45;
    private static final double BEST_AREA = 280;
    private static final double BEST_CERTAINTY = 0.85;
    private static final double BEST_CLARITY = 0.75;

    /// The number, 0 to 100: the weighted geometric mean of the measures, each as a share of what
    /// the best images reach,
    ///
    /// ```
    /// 100 · (minutiae² · minutiaeQuality² · area · √certainty · √clarity)^(1/6)
    /// ```
    ///
    /// so that one measure near nothing cannot be made up for by others. Minutiae weigh most, since
    /// they are what is compared. Weights and full marks were chosen on the first five fingers of
    /// FVC2002 DB1_B, DB3_B and FVC2004 DB1_B; `forpost-matching quality --half SECOND` tells how
    /// the number does on the others.
    public int score() {
        double product =
                Math.pow(share(minutiae, BEST_MINUTIAE), 2)
                        * Math.pow(share(minutiaeQuality, BEST_MINUTIAE_QUALITY), 2)
                        * share(area, BEST_AREA)
                        * Math.sqrt(share(certainty, BEST_CERTAINTY))
                        * Math.sqrt(share(clarity, BEST_CLARITY));
        return (int) Math.round(100 * Math.pow(product, 1.0 / 6));
    }

    private static double share(double measure, double best) {
        return Math.clamp(measure / best, 0, 1);
    }

    private static Minutiae minutiae(Template template) {
        try {
            return Minutiae.decode(template.encode());
        } catch (MalformedTemplateException e) {
            throw new IllegalStateException("a template that we wrote ourselves", e);
        }
    }
}
