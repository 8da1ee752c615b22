package org.forpost.edge.document.jmrtd;

import java.util.Locale;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipStep;

/// Why a step did not pass.
final class ChipProblem extends Exception {
    private static final long serialVersionUID = 1;

    /// What fits on a line of the page.
    private static final int MOST_DETAIL = 300;

    private final ChipReason reason;
    private final String detail;
    private final int statusWord;

    ChipProblem(ChipReason reason, String detail) {
        this(reason, detail, 0);
    }

    private ChipProblem(ChipReason reason, String detail, int statusWord) {
        super(reason + ": " + detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
        this.statusWord = statusWord;
    }

    /// The chip answered with this status word.
    static ChipProblem status(String asked, int statusWord) {
        return new ChipProblem(
                ChipReason.REFUSED_BY_CHIP,
                String.format(Locale.ROOT, "%s: status word %04X", asked, statusWord & 0xFFFF),
                statusWord);
    }

    /// Not of the shape that it must have.
    static ChipProblem malformed(String where, String expected) {
        return new ChipProblem(ChipReason.MALFORMED, where + ": expected " + expected);
    }

    ChipReason reason() {
        return reason;
    }

    /// 0 where it was no status word.
    int statusWord() {
        return statusWord;
    }

    ChipStep.Outcome outcome() {
        String said = printable(detail, MOST_DETAIL);
        return reason.failure()
                ? new ChipStep.Failed(reason, said)
                : new ChipStep.NotPossible(reason, said);
    }

    /// Foreign text for a person's eye: cut, without control or direction-changing characters.
    static String printable(String foreign, int most) {
        String cut = foreign.length() > most ? foreign.substring(0, most) : foreign;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "?");
    }
}
