package org.forpost.edge;

/// Machine readable zones for travellers of tests, with check digits that fit (ICAO Doc 9303 part 3
/// section 4.9), made by other code than what verifies them.
final class Zones {
    private Zones() {}

    /// A passport's zone (TD3).
    ///
    /// @param birth `YYMMDD`
    static String passport(
            String state, String surname, String given, String number, String birth, char sex) {
        String first = filled("P<" + state + surname + "<<" + given.replace(' ', '<'), 44);
        String paper = filled(number, 9);
        String expiry = "331231";
        String personal = filled("", 14);
        String second =
                paper
                        + digit(paper)
                        + filled(state, 3)
                        + birth
                        + digit(birth)
                        + sex
                        + expiry
                        + digit(expiry)
                        + personal
                        + "0";
        String all = second.substring(0, 10) + second.substring(13, 20) + second.substring(21, 43);
        return first + "\n" + second + digit(all);
    }

    /// A card's zone (TD1).
    ///
    /// @param birth `YYMMDD`
    static String card(
            String state, String surname, String given, String number, String birth, char sex) {
        String paper = filled(number, 9);
        String first = "I<" + state + paper + digit(paper) + filled("", 15);
        String expiry = "331231";
        String second =
                birth + digit(birth) + sex + expiry + digit(expiry) + state + filled("", 11);
        String all =
                first.substring(5)
                        + second.substring(0, 7)
                        + second.substring(8, 15)
                        + second.substring(18);
        return first
                + "\n"
                + second
                + digit(all)
                + "\n"
                + filled(surname + "<<" + given.replace(' ', '<'), 30);
    }

    private static String filled(String text, int width) {
        return text + "<".repeat(width - text.length());
    }

    private static int digit(String text) {
        int[] weights = {7, 3, 1};
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c == '<' ? 0 : Character.isDigit(c) ? c - '0' : c - 'A' + 10;
            sum += value * weights[i % 3];
        }
        return sum % 10;
    }
}
