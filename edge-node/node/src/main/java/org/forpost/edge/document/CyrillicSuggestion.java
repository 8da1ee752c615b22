package org.forpost.edge.document;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a name of a machine readable zone may have been in Russian letters. Doc 9303 part 3 section
/// 6.B writes several letters alike (Е, Ё and Э are all E; И and Й are both I; Ь is left out), so
/// this is a suggestion for the officer to correct and never more.
public final class CyrillicSuggestion {
    /// The longest first, as they are tried.
    private static final int LONGEST = 4;

    /// Doc 9303 part 3 section 6.B, and what passports had before it (YA, YU, J for Й).
    private static final Map<String, String> LETTERS =
            Map.ofEntries(
                    Map.entry("SHCH", "Щ"),
                    Map.entry("ZH", "Ж"),
                    Map.entry("KH", "Х"),
                    Map.entry("TS", "Ц"),
                    Map.entry("CH", "Ч"),
                    Map.entry("SH", "Ш"),
                    Map.entry("IU", "Ю"),
                    Map.entry("YU", "Ю"),
                    Map.entry("IA", "Я"),
                    Map.entry("YA", "Я"),
                    Map.entry("YO", "Ё"),
                    Map.entry("DZH", "ДЖ"),
                    Map.entry("A", "А"),
                    Map.entry("B", "Б"),
                    Map.entry("C", "К"),
                    Map.entry("D", "Д"),
                    Map.entry("E", "Е"),
                    Map.entry("F", "Ф"),
                    Map.entry("G", "Г"),
                    Map.entry("H", "Х"),
                    Map.entry("I", "И"),
                    Map.entry("J", "ДЖ"),
                    Map.entry("K", "К"),
                    Map.entry("L", "Л"),
                    Map.entry("M", "М"),
                    Map.entry("N", "Н"),
                    Map.entry("O", "О"),
                    Map.entry("P", "П"),
                    Map.entry("Q", "К"),
                    Map.entry("R", "Р"),
                    Map.entry("S", "С"),
                    Map.entry("T", "Т"),
                    Map.entry("U", "У"),
                    Map.entry("V", "В"),
                    Map.entry("W", "В"),
                    Map.entry("X", "КС"),
                    Map.entry("Y", "Ы"),
                    Map.entry("Z", "З"));

    private static final Pattern SPACES = Pattern.compile(" +");

    private static final String VOWELS = "АЕЁИОУЫЭЮЯ";

    private CyrillicSuggestion() {}

    /// @param name words of A to Z apart by spaces
    /// @return the same number of words in Russian capitals
    public static String of(String name) {
        return SPACES.splitAsStream(name.strip())
                .map(CyrillicSuggestion::word)
                .collect(Collectors.joining(" "));
    }

    private static String word(String latin) {
        StringBuilder russian = new StringBuilder();
        for (int at = 0; at < latin.length(); ) {
            boolean afterVowel =
                    !russian.isEmpty() && VOWELS.indexOf(russian.charAt(russian.length() - 1)) >= 0;
            boolean last = at == latin.length() - 1;
            char letter = latin.charAt(at);
            if (last && afterVowel && (letter == 'I' || letter == 'Y')) {
                // -ii, -ei, -ai: СЕРГЕЙ, ДМИТРИЙ
                russian.append('Й');
                at++;
            } else if (!afterVowel && at > 0 && at == latin.length() - 2 && latin.endsWith("IA")) {
                // -ia: МАРИЯ, as it was written before there was MARIIA
                russian.append("ИЯ");
                at += 2;
            } else if (at == 0 && letter == 'E' && latin.length() > 1 && foreign(latin)) {
                russian.append('Э');
                at++;
            } else {
                at += longest(latin, at, russian);
            }
        }
        return russian.toString();
    }

    /// Names that begin with Э are rare beside those with Е: ЭДУАРД, ЭЛЬВИРА, ЭРИК, ЭМИЛЬ.
    private static boolean foreign(String latin) {
        return latin.startsWith("ED")
                || latin.startsWith("EL")
                || latin.startsWith("ER")
                || latin.startsWith("EM");
    }

    private static int longest(String latin, int at, StringBuilder russian) {
        for (int length = Math.min(LONGEST, latin.length() - at); length > 0; length--) {
            String letters = LETTERS.get(latin.substring(at, at + length));
            if (letters != null) {
                russian.append(letters);
                return length;
            }
        }
        russian.append(latin.charAt(at));
        return 1;
    }
}
