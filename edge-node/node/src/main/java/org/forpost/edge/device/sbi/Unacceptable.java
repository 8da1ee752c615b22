package org.forpost.edge.device.sbi;

import org.forpost.edge.device.Refusal;
import org.forpost.edge.device.record.BadRecordException;

/// A part of a device's answer that is not as it must be. Where it stands, what was expected and
/// what was found; never a biometric value.
final class Unacceptable extends Exception {
    private static final long serialVersionUID = 1;

    /// Enough to recognise a value by, too little to flood a log or a page.
    private static final int LONGEST_FOUND = 80;

    private final Refusal reason;
    private final String field;
    private final String expected;
    private final String found;

    Unacceptable(Refusal reason, String field, String expected, String found) {
        super(field + ": expected " + expected + ", found " + printable(found));
        this.reason = reason;
        this.field = field;
        this.expected = expected;
        this.found = printable(found);
    }

    /// A record that is not sound.
    static Unacceptable record(BadRecordException bad) {
        return new Unacceptable(Refusal.BAD_RECORD, bad.field(), bad.expected(), bad.found());
    }

    Refusal reason() {
        return reason;
    }

    String field() {
        return field;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }

    /// The same, seen from the object that holds this one.
    Unacceptable inside(String outer) {
        return new Unacceptable(reason, outer + "." + field, expected, found);
    }

    /// Foreign text for a person's eye: cut, and without control or direction-changing characters.
    static String printable(String foreign) {
        String cut =
                foreign.length() > LONGEST_FOUND
                        ? foreign.substring(0, LONGEST_FOUND) + "…"
                        : foreign;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "?");
    }
}
