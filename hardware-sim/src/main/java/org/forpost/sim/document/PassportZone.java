package org.forpost.sim.document;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/// A passport's machine readable zone (TD3, Doc 9303 part 4 section 4.2.2), with check digits.
///
/// @param number up to nine capital letters and digits
/// @param surname and given names in A to Z and spaces
/// @param sex `F`, `M` or `<`
public record PassportZone(
        String issuer,
        String number,
        String surname,
        String givenNames,
        String nationality,
        LocalDate birth,
        char sex,
        LocalDate expiry) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");
    private static final int WIDTH = 44;

    public PassportZone {
        if (!number.matches("[A-Z0-9]{1,9}")) {
            throw new IllegalArgumentException("document number: 1 to 9 of A-Z and 0-9 expected");
        }
        if (!(surname + givenNames).matches("[A-Z ]{1,38}")) {
            throw new IllegalArgumentException("names: up to 38 letters A-Z and spaces expected");
        }
        if (!issuer.matches("[A-Z]{1,3}") || !nationality.matches("[A-Z]{1,3}")) {
            throw new IllegalArgumentException("a state has up to three letters");
        }
    }

    /// Two lines of 44 characters without anything between them, as DG1 has them.
    public String text() {
        return firstLine() + secondLine();
    }

    /// Two lines with a line feed between them, as an optical reader gives them.
    public String lines() {
        return firstLine() + "\n" + secondLine();
    }

    private String firstLine() {
        return filled(
                "P<"
                        + filled(issuer, 3)
                        + surname.replace(' ', '<')
                        + "<<"
                        + givenNames.replace(' ', '<'),
                WIDTH);
    }

    private String secondLine() {
        String nine = filled(number, 9);
        String born = DATE.format(birth);
        String ends = DATE.format(expiry);
        String numbered = nine + digit(nine);
        String bornChecked = born + digit(born);
        String endsChecked = ends + digit(ends);
        String optional = filled("", 14) + "0";
        return numbered
                + filled(nationality, 3)
                + bornChecked
                + sex
                + endsChecked
                + optional
                + digit(numbered + bornChecked + endsChecked + optional);
    }

    /// What BAC and PACE take from the zone (part 11 section 4.3.2).
    String secret() {
        String nine = filled(number, 9);
        String born = DATE.format(birth);
        String ends = DATE.format(expiry);
        return nine + digit(nine) + born + digit(born) + ends + digit(ends);
    }

    private static String filled(String text, int width) {
        return text + "<".repeat(width - text.length());
    }

    private static char digit(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c == '<' ? 0 : Character.digit(c, 36);
            sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }
        return (char) ('0' + sum % 10);
    }
}
