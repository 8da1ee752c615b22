package org.forpost.edge.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads a machine readable zone and verifies every check digit in it (ICAO Doc 9303, 8th edition,
/// parts 3 to 7). Knows no clock: what century a date lies in is asked of [MrzDate].
public final class MrzReader {
    /// Three lines of thirty and some white space around them: more is no zone, whatever it holds.
    static final int MOST_CHARACTERS = 256;

    private MrzReader() {}

    /// @param text two or three lines, from a scanner or a keyboard; small letters and spaces are
    ///   forgiven, nothing else is
    public static MrzReading read(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return new MrzReading.NotAZone(
                    "at most " + MOST_CHARACTERS + " characters expected, got " + text.length());
        }
        List<String> lines =
                text.toUpperCase(Locale.ROOT)
                        .lines()
                        .map(line -> line.replaceAll("[ \\t]", ""))
                        .filter(line -> !line.isEmpty())
                        .toList();
        for (int l = 0; l < lines.size(); l++) {
            Optional<String> stray = stray(lines.get(l));
            if (stray.isPresent()) {
                return new MrzReading.NotAZone(
                        "line " + (l + 1) + ": A to Z, 0 to 9 and < expected, got " + stray.get());
            }
        }
        Optional<MrzFormat> format = MrzFormat.of(lines);
        if (format.isEmpty()) {
            return new MrzReading.NotAZone(
                    "three lines of 30, two of 36 or two of 44 characters expected, got lines of "
                            + lines.stream().map(String::length).toList());
        }
        return new Sheet(format.get(), lines).read();
    }

    private static Optional<String> stray(String line) {
        return line.codePoints()
                .filter(c -> !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '<')
                .mapToObj(c -> String.format(Locale.ROOT, "U+%04X", c))
                .findFirst();
    }

    /// One zone while it is being read.
    private static final class Sheet {
        private final MrzFormat format;
        private final List<String> lines;
        private final List<MrzFault> faults = new ArrayList<>();

        Sheet(MrzFormat format, List<String> lines) {
            this.format = format;
            this.lines = lines;
        }

        MrzReading.Zone read() {
            return format == MrzFormat.TD1 ? card() : page();
        }

        /// TD2, TD3 and both visas: name in the first line, data in the second.
        private MrzReading.Zone page() {
            String first = lines.get(0);
            String second = lines.get(1);
            String optional = second.substring(28, format.visa() ? format.width() : dataEnd());
            DocumentNumber number = number(second.substring(0, 9), second.charAt(9), optional);
            MrzDate birth = date(MrzField.BIRTH_DATE, second, 13);
            MrzDate expiry = date(MrzField.EXPIRY_DATE, second, 21);
            if (format == MrzFormat.TD3) {
                personalNumber(second.substring(28, 42), second.charAt(42));
                optional = second.substring(28, 42);
            }
            if (!format.visa()) {
                composite(
                        second.substring(0, 10)
                                + second.substring(13, 20)
                                + second.substring(21, format.width() - 1),
                        second.charAt(format.width() - 1));
            }
            return zone(
                    first.substring(5),
                    number,
                    second.substring(10, 13),
                    birth,
                    second.charAt(20),
                    expiry,
                    number.continued() ? "" : clean(optional));
        }

        private int dataEnd() {
            return format == MrzFormat.TD3 ? 42 : 35;
        }

        /// TD1: data in two lines, the name in the third.
        private MrzReading.Zone card() {
            String first = lines.get(0);
            String second = lines.get(1);
            DocumentNumber number =
                    number(first.substring(5, 14), first.charAt(14), first.substring(15, 30));
            MrzDate birth = date(MrzField.BIRTH_DATE, second, 0);
            MrzDate expiry = date(MrzField.EXPIRY_DATE, second, 8);
            composite(
                    first.substring(5, 30)
                            + second.substring(0, 7)
                            + second.substring(8, 15)
                            + second.substring(18, 29),
                    second.charAt(29));
            String optional =
                    (number.continued() ? "" : clean(first.substring(15, 30)))
                            + " "
                            + clean(second.substring(18, 29));
            return zone(
                    lines.get(2),
                    number,
                    second.substring(15, 18),
                    birth,
                    second.charAt(7),
                    expiry,
                    optional.strip());
        }

        private MrzReading.Zone zone(
                String names,
                DocumentNumber number,
                String nationality,
                MrzDate birth,
                char sex,
                MrzDate expiry,
                String optional) {
            String first = lines.getFirst();
            letters(MrzField.DOCUMENT_CODE, first.substring(0, 1));
            letters(MrzField.ISSUING_STATE, clean(first.substring(2, 5)));
            letters(MrzField.NATIONALITY, clean(nationality));
            if (sex != 'F' && sex != 'M' && sex != '<') {
                fault(MrzField.SEX, MrzFault.Kind.CHARACTER, "F, M or <", String.valueOf(sex));
            }
            int gap = names.indexOf("<<");
            String surname = words(gap < 0 ? names : names.substring(0, gap));
            String given = gap < 0 ? "" : words(names.substring(gap));
            letters(MrzField.NAME, surname.replace(" ", "") + given.replace(" ", ""));
            return new MrzReading.Zone(
                    format,
                    lines,
                    clean(first.substring(0, 2)),
                    clean(first.substring(2, 5)),
                    surname,
                    given,
                    !names.endsWith("<"),
                    number.text(),
                    clean(nationality),
                    birth,
                    sex,
                    expiry,
                    optional,
                    List.copyOf(faults));
        }

        private record DocumentNumber(String text, boolean continued) {}

        /// A number of more than nine characters goes on in the optional data up to the first
        /// filler, its check digit the last of it, and a filler stands where that usually is (Doc
        /// 9303 part 5 section 4.2.2.1 note j; part 6 likewise).
        private DocumentNumber number(String nine, char digit, String optional) {
            boolean mayGoOn = format == MrzFormat.TD1 || format == MrzFormat.TD2;
            int end = optional.indexOf('<') < 0 ? optional.length() : optional.indexOf('<');
            if (digit == '<' && mayGoOn && end >= 2 && nine.indexOf('<') < 0) {
                String whole = nine + optional.substring(0, end - 1);
                check(MrzField.DOCUMENT_NUMBER, whole, optional.charAt(end - 1));
                return new DocumentNumber(whole, true);
            }
            check(MrzField.DOCUMENT_NUMBER, nine, digit);
            if (clean(nine).isEmpty()) {
                fault(
                        MrzField.DOCUMENT_NUMBER,
                        MrzFault.Kind.MISSING,
                        "a document number",
                        "nothing");
            }
            return new DocumentNumber(clean(nine), false);
        }

        private MrzDate date(MrzField field, String line, int from) {
            MrzDate date = new MrzDate(line.substring(from, from + 6));
            check(field, date.text(), line.charAt(from + 6));
            if (!date.possible()) {
                fault(field, MrzFault.Kind.DATE, "YYMMDD, a day of the calendar", date.text());
            }
            return date;
        }

        /// Empty, it may have a filler for its check digit (Doc 9303 part 4 section 4.2.2.2).
        private void personalNumber(String text, char digit) {
            if (digit != '<' || !clean(text).isEmpty()) {
                check(MrzField.PERSONAL_NUMBER, text, digit);
            }
        }

        private void composite(String text, char digit) {
            check(MrzField.COMPOSITE, text, digit);
        }

        private void check(MrzField field, String covered, char digit) {
            char right = CheckDigit.of(covered);
            if (digit != right) {
                fault(
                        field,
                        MrzFault.Kind.CHECK_DIGIT,
                        String.valueOf(right),
                        String.valueOf(digit));
            }
        }

        private void letters(MrzField field, String text) {
            if (text.isEmpty() || text.equals("<")) {
                fault(field, MrzFault.Kind.MISSING, "letters", "nothing");
                return;
            }
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < 'A' || c > 'Z') {
                    fault(field, MrzFault.Kind.CHARACTER, "letters only", String.valueOf(c));
                    return;
                }
            }
        }

        private void fault(MrzField field, MrzFault.Kind kind, String expected, String read) {
            faults.add(new MrzFault(field, kind, expected, read));
        }

        private static String words(String part) {
            return part.replace('<', ' ').strip().replaceAll(" +", " ");
        }

        private static String clean(String part) {
            return words(part);
        }
    }
}
