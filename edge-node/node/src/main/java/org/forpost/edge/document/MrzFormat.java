package org.forpost.edge.document;

import java.util.List;
import java.util.Optional;

/// The five layouts of a machine readable zone (ICAO Doc 9303, 8th edition, parts 4 to 7).
public enum MrzFormat {
    /// Identity cards of the size of a bank card: part 5, section 4.2.2.
    TD1(3, 30),
    /// Larger cards: part 6, section 4.2.2.
    TD2(2, 36),
    /// Passports: part 4, section 4.2.2.
    TD3(2, 44),
    /// Visas of a passport page's size: part 7, section 4.2.2.
    MRV_A(2, 44),
    /// Smaller visas: part 7, section 5.2.2.
    MRV_B(2, 36);

    private final int lines;
    private final int width;

    MrzFormat(int lines, int width) {
        this.lines = lines;
        this.width = width;
    }

    /// How many lines, 2 or 3.
    public int lines() {
        return lines;
    }

    /// Characters in each line.
    public int width() {
        return width;
    }

    boolean visa() {
        return this == MRV_A || this == MRV_B;
    }

    /// The format that lines of this number, width and first letter have.
    static Optional<MrzFormat> of(List<String> lines) {
        for (MrzFormat format : values()) {
            if (lines.size() == format.lines
                    && lines.stream().allMatch(line -> line.length() == format.width)
                    && format.visa() == lines.getFirst().startsWith("V")) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
