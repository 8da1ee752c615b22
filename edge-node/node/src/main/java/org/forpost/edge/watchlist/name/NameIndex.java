package org.forpost.edge.watchlist.name;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The names of one watchlist release. Made once for each release; safe for several threads.
///
/// A search looks at everybody: the letters that two surnames share are counted first, by one
/// machine instruction a nominal, and few are left to be compared letter by letter.
public final class NameIndex {
    /// Below this likeness an officer would see only strangers.
    private static final int LEAST = 60;

    /// Two words that differ by two letters differ in at most so many letters of the alphabet.
    private static final int MOST_OTHER_LETTERS = 4;

    private final List<Line> lines;

    private record Line(
            String nominal,
            SoughtName name,
            List<String> surname,
            List<String> given,
            int letters) {}

    private NameIndex(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /// @param nominals by their id on the watchlist
    public static NameIndex of(Map<String, SoughtName> nominals) {
        List<Line> lines = new ArrayList<>(nominals.size());
        nominals.forEach((id, name) -> lines.add(line(id, name)));
        return new NameIndex(lines);
    }

    private static Line line(String id, SoughtName name) {
        List<String> surname = FoldedName.words(name.surname());
        List<String> given = FoldedName.words(name.givenNames());
        return new Line(id, name, surname, given, letters(surname) | letters(given));
    }

    private static int letters(List<String> words) {
        int letters = 0;
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                letters |= 1 << (word.charAt(i) - 'A');
            }
        }
        return letters;
    }

    /// Who of the list may have this name.
    ///
    /// @param most how many, at least 1
    /// @return the likeliest first; of equals, in the order of their ids
    public List<NameCandidate> search(SoughtName traveller, int most) {
        Line sought = line("", traveller);
        if (sought.surname().isEmpty() && sought.given().isEmpty()) {
            return List.of();
        }
        List<NameCandidate> found = new ArrayList<>();
        for (Line line : lines) {
            int other = line.letters() ^ sought.letters();
            // A name more on either side brings any letters with it: then only what is missing on
            // the other side says something.
            int missing =
                    Math.min(
                            Integer.bitCount(other & line.letters()),
                            Integer.bitCount(other & sought.letters()));
            if (missing <= MOST_OTHER_LETTERS) {
                Likeness likeness = new Likeness();
                likeness.names(sought.surname(), sought.given(), line.surname(), line.given());
                if (likeness.points() >= LEAST) {
                    likeness.refine(traveller, line.name());
                    if (likeness.points() >= LEAST) {
                        found.add(
                                new NameCandidate(
                                        line.nominal(), likeness.points(), likeness.reasons()));
                    }
                }
            }
        }
        found.sort(
                Comparator.comparingInt((NameCandidate c) -> -c.likeness())
                        .thenComparing(NameCandidate::nominal));
        return List.copyOf(found.subList(0, Math.min(most, found.size())));
    }
}
