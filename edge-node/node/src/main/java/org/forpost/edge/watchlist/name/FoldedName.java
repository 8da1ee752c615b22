package org.forpost.edge.watchlist.name;

import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A name with everything taken out that transliterations disagree about: Doc 9303, GOST, BGN/PCGN,
/// French and German passports write Щ as SHCH, SCH, CHTCH or SHH, Х as KH, H or X, Й as I, J, Y.
/// What is left sounds alike and is compared letter by letter.
final class FoldedName {
    /// A person has a handful of names; more is an attack on whoever compares them.
    static final int MOST_WORDS = 8;

    /// Longer words are cut: what is alike for so long is alike.
    static final int MOST_LETTERS = 24;

    private static final Pattern SEPARATORS = Pattern.compile("[^A-Z]+");

    /// In this order: a longer group before its parts.
    private static final String[][] ALIKE = {
        {"SHCH", "S"},
        {"CHTCH", "S"},
        {"SZCZ", "S"},
        {"SCHTSCH", "S"},
        {"TSCH", "C"},
        {"TCH", "C"},
        {"DZH", "J"},
        {"DJ", "J"},
        {"SCH", "S"},
        {"SH", "S"},
        {"CH", "C"},
        {"CZ", "C"},
        {"TS", "C"},
        {"TZ", "C"},
        {"ZH", "J"},
        {"KH", "H"},
        {"GH", "G"},
        {"PH", "F"},
        {"TH", "T"},
        {"CK", "K"},
        {"QU", "K"},
        {"OU", "U"},
        {"IU", "U"},
        {"YU", "U"},
        {"JU", "U"},
        {"IA", "A"},
        {"YA", "A"},
        {"JA", "A"},
        {"IE", "E"},
        {"YE", "E"},
        {"JE", "E"},
        {"IO", "E"},
        {"YO", "E"},
        {"JO", "E"},
        {"X", "KS"},
        {"Q", "K"},
        {"W", "V"},
        {"Y", "I"},
    };

    private static final Transliterator TO_LATIN =
            Transliterator.getInstance("NFKC; Any-Latin; Latin-ASCII; Any-Upper");

    private FoldedName() {}

    /// @param name in any script
    /// @return its words, folded, at most [#MOST_WORDS]; may be none
    static List<String> words(String name) {
        String latin;
        // ICU's transliterators are not said to be safe for several threads.
        synchronized (TO_LATIN) {
            latin = TO_LATIN.transliterate(beforeFolding(name));
        }
        List<String> words = new ArrayList<>();
        for (String word : SEPARATORS.splitAsStream(latin.toUpperCase(Locale.ROOT)).toList()) {
            if (!word.isEmpty() && words.size() < MOST_WORDS) {
                words.add(fold(word));
            }
        }
        return words;
    }

    /// The soft and the hard sign become marks that would part a word; an apostrophe likewise. Й
    /// would become J, which also stands for Ж: passports write it I or Y.
    private static String beforeFolding(String name) {
        StringBuilder kept = new StringBuilder();
        name.codePoints()
                .filter(c -> "ьЬъЪ'’ʼ`ʹʺ".indexOf(c) < 0)
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .limit(256)
                .map(c -> c == 'й' || c == 'Й' ? 'И' : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static String fold(String latin) {
        String word = latin.length() > MOST_LETTERS ? latin.substring(0, MOST_LETTERS) : latin;
        StringBuilder folded = new StringBuilder();
        for (int at = 0; at < word.length(); ) {
            at += step(word, at, folded);
        }
        String once = twins(folded);
        // -skii, -skiy, -sky, -ski; -ov, -off, -ow
        once = once.replaceAll("(?<=.)[IJ]+$", "I").replaceAll("(?<=[OE])F$", "V");
        return once;
    }

    private static int step(String word, int at, StringBuilder folded) {
        for (String[] pair : ALIKE) {
            if (word.startsWith(pair[0], at)) {
                folded.append(pair[1]);
                return pair[0].length();
            }
        }
        folded.append(word.charAt(at));
        return 1;
    }

    private static String twins(CharSequence word) {
        StringBuilder once = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            if (i == 0 || word.charAt(i) != word.charAt(i - 1)) {
                once.append(word.charAt(i));
            }
        }
        return once.toString();
    }
}
