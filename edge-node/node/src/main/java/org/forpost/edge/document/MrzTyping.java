package org.forpost.edge.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A zone while it is being typed: which layout it is becoming, how much of each line is missing,
/// which characters cannot stand there, and which check digits already fit. A pure function of the
/// text, for the page to ask with every key.
///
/// @param format empty while it can still be several
/// @param lines as many as have been begun
/// @param checks in their order in the zone; none while the format is open
/// @param whole the zone with all its faults, once every line is full
public record MrzTyping(
        Optional<MrzFormat> format,
        List<Line> lines,
        List<Check> checks,
        Optional<MrzReading.Zone> whole) {
    public MrzTyping {
        lines = List.copyOf(lines);
        checks = List.copyOf(checks);
    }

    /// @param text upper case, without spaces
    /// @param width that the line will have; 0 while the format is open
    /// @param strays columns, from 0, of characters that are neither A–Z, 0–9 nor `<`
    public record Line(String text, int width, List<Integer> strays) {
        public Line {
            strays = List.copyOf(strays);
        }

        /// Characters still to be typed; negative where there are too many.
        public int missing() {
            return width == 0 ? 0 : width - text.length();
        }
    }

    /// How far a check digit is.
    public enum State {
        /// Not all that it covers has been typed.
        WAITING,
        RIGHT,
        WRONG
    }

    /// @param line of the digit, from 0
    /// @param column of the digit, from 0
    /// @param expected the right digit, empty while waiting
    public record Check(MrzField field, int line, int column, State state, String expected) {}

    /// Where a field stands in a layout, its check digit not among it.
    ///
    /// @param line from 0
    /// @param from column, from 0
    /// @param to column behind it
    public record Part(MrzField field, int line, int from, int to) {}

    /// Columns of one line, the end not among them.
    private record Span(int line, int from, int to) {}

    private record Rule(MrzField field, Span digit, List<Span> covered) {}

    /// @param text one to three lines, the last maybe not finished; small letters and spaces are
    ///   forgiven. Longer than any zone can be, it is cut.
    public static MrzTyping of(String text) {
        String cut =
                text.length() > MrzReader.MOST_CHARACTERS
                        ? text.substring(0, MrzReader.MOST_CHARACTERS)
                        : text;
        List<String> typed =
                cut.toUpperCase(Locale.ROOT)
                        .lines()
                        .map(line -> line.replaceAll("[ \\t]", ""))
                        .filter(line -> !line.isEmpty())
                        .limit(4)
                        .toList();
        Optional<MrzFormat> format = format(typed, cut.endsWith("\n"));
        List<Line> lines = new ArrayList<>();
        for (String line : typed) {
            lines.add(new Line(line, format.map(MrzFormat::width).orElse(0), strays(line)));
        }
        List<Check> checks = new ArrayList<>();
        for (Rule rule : format.map(MrzTyping::rules).orElse(List.of())) {
            checks.add(check(rule, typed, format.orElseThrow()));
        }
        Optional<MrzReading.Zone> whole =
                MrzReader.read(cut) instanceof MrzReading.Zone zone
                        ? Optional.of(zone)
                        : Optional.empty();
        return new MrzTyping(format, lines, checks, whole);
    }

    /// The fields of a layout in their order, without check digits (ICAO Doc 9303 parts 4 to 7).
    public static List<Part> parts(MrzFormat format) {
        int width = format.width();
        if (format == MrzFormat.TD1) {
            return List.of(
                    new Part(MrzField.DOCUMENT_CODE, 0, 0, 2),
                    new Part(MrzField.ISSUING_STATE, 0, 2, 5),
                    new Part(MrzField.DOCUMENT_NUMBER, 0, 5, 14),
                    new Part(MrzField.OPTIONAL_DATA, 0, 15, 30),
                    new Part(MrzField.BIRTH_DATE, 1, 0, 6),
                    new Part(MrzField.SEX, 1, 7, 8),
                    new Part(MrzField.EXPIRY_DATE, 1, 8, 14),
                    new Part(MrzField.NATIONALITY, 1, 15, 18),
                    new Part(MrzField.OPTIONAL_DATA, 1, 18, 29),
                    new Part(MrzField.NAME, 2, 0, 30));
        }
        int end = format == MrzFormat.TD3 ? 42 : format == MrzFormat.TD2 ? 35 : width;
        return List.of(
                new Part(MrzField.DOCUMENT_CODE, 0, 0, 2),
                new Part(MrzField.ISSUING_STATE, 0, 2, 5),
                new Part(MrzField.NAME, 0, 5, width),
                new Part(MrzField.DOCUMENT_NUMBER, 1, 0, 9),
                new Part(MrzField.NATIONALITY, 1, 10, 13),
                new Part(MrzField.BIRTH_DATE, 1, 13, 19),
                new Part(MrzField.SEX, 1, 20, 21),
                new Part(MrzField.EXPIRY_DATE, 1, 21, 27),
                new Part(
                        format == MrzFormat.TD3 ? MrzField.PERSONAL_NUMBER : MrzField.OPTIONAL_DATA,
                        1,
                        28,
                        end));
    }

    private static List<Integer> strays(String line) {
        List<Integer> strays = new ArrayList<>();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '<') {
                strays.add(i);
            }
        }
        return strays;
    }

    /// By the first line once it is finished; before that by its letter and by how long it already
    /// is: a passport begins with P and has 44 columns whatever comes.
    private static Optional<MrzFormat> format(List<String> typed, boolean ended) {
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        String first = typed.getFirst();
        boolean visa = first.startsWith("V");
        boolean finished = typed.size() > 1 || ended;
        for (MrzFormat format : MrzFormat.values()) {
            if (format.visa() == visa && finished && first.length() == format.width()) {
                return Optional.of(format);
            }
        }
        if (first.startsWith("P") || first.length() > MrzFormat.TD2.width()) {
            return Optional.of(visa ? MrzFormat.MRV_A : MrzFormat.TD3);
        }
        return typed.size() > 2 ? Optional.of(MrzFormat.TD1) : Optional.empty();
    }

    /// ICAO Doc 9303 parts 4 to 7, the tables of each layout.
    private static List<Rule> rules(MrzFormat format) {
        if (format == MrzFormat.TD1) {
            return List.of(
                    rule(MrzField.DOCUMENT_NUMBER, 0, 14, new Span(0, 5, 14)),
                    rule(MrzField.BIRTH_DATE, 1, 6, new Span(1, 0, 6)),
                    rule(MrzField.EXPIRY_DATE, 1, 14, new Span(1, 8, 14)),
                    rule(
                            MrzField.COMPOSITE,
                            1,
                            29,
                            new Span(0, 5, 30),
                            new Span(1, 0, 7),
                            new Span(1, 8, 15),
                            new Span(1, 18, 29)));
        }
        List<Rule> rules = new ArrayList<>();
        rules.add(rule(MrzField.DOCUMENT_NUMBER, 1, 9, new Span(1, 0, 9)));
        rules.add(rule(MrzField.BIRTH_DATE, 1, 19, new Span(1, 13, 19)));
        rules.add(rule(MrzField.EXPIRY_DATE, 1, 27, new Span(1, 21, 27)));
        if (format == MrzFormat.TD3) {
            rules.add(rule(MrzField.PERSONAL_NUMBER, 1, 42, new Span(1, 28, 42)));
        }
        if (!format.visa()) {
            int last = format.width() - 1;
            rules.add(
                    rule(
                            MrzField.COMPOSITE,
                            1,
                            last,
                            new Span(1, 0, 10),
                            new Span(1, 13, 20),
                            new Span(1, 21, last)));
        }
        return rules;
    }

    private static Rule rule(MrzField field, int line, int column, Span... covered) {
        return new Rule(field, new Span(line, column, column + 1), List.of(covered));
    }

    private static Check check(Rule rule, List<String> typed, MrzFormat format) {
        StringBuilder covered = new StringBuilder();
        boolean there = true;
        for (Span span : rule.covered()) {
            there &= typed(span, typed);
            covered.append(there ? text(span, typed) : "");
        }
        there &= typed(rule.digit(), typed);
        Span at = rule.digit();
        if (!there) {
            return new Check(rule.field(), at.line(), at.from(), State.WAITING, "");
        }
        String expected = String.valueOf(CheckDigit.of(covered.toString()));
        String read = text(at, typed);
        boolean right = expected.equals(read) || empty(rule, format, covered, read);
        if (!right && goesOn(rule, format, covered, read)) {
            return new Check(rule.field(), at.line(), at.from(), State.WAITING, "");
        }
        return new Check(
                rule.field(), at.line(), at.from(), right ? State.RIGHT : State.WRONG, expected);
    }

    /// An empty personal number may have a filler for its digit (part 4 section 4.2.2.2).
    private static boolean empty(Rule rule, MrzFormat format, CharSequence covered, String read) {
        return format == MrzFormat.TD3
                && rule.field() == MrzField.PERSONAL_NUMBER
                && read.equals("<")
                && covered.chars().allMatch(c -> c == '<');
    }

    /// A long number on a card goes on in the optional data, its digit at its end; the whole zone
    /// tells whether it is right.
    private static boolean goesOn(Rule rule, MrzFormat format, CharSequence covered, String read) {
        return (format == MrzFormat.TD1 || format == MrzFormat.TD2)
                && rule.field() == MrzField.DOCUMENT_NUMBER
                && read.equals("<")
                && covered.chars().noneMatch(c -> c == '<');
    }

    private static boolean typed(Span span, List<String> typed) {
        return span.line() < typed.size() && typed.get(span.line()).length() >= span.to();
    }

    private static String text(Span span, List<String> typed) {
        return typed.get(span.line()).substring(span.from(), span.to());
    }
}
