package org.forpost.matching;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The calibrations that come with the module.
public final class Calibrations {
    private Calibrations() {}

    /// What scores of SourceAFIS 3.18 mean, one finger against one.
    public static Calibration sourceAfis() {
        return resource("sourceafis.calibration");
    }

    /// What the scores of [ViewComparison] mean.
    ///
    /// @param comparisons 1, 3 or 9
    static Calibration views(int comparisons) {
        return resource("views-" + comparisons + ".calibration");
    }

    private static Calibration resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(Calibrations.class.getResourceAsStream(name), name)) {
            return Calibration.read(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the module's own file " + name + " is damaged", e);
        }
    }
}
