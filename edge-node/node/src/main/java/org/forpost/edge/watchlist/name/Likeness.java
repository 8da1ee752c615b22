package org.forpost.edge.watchlist.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How alike two people are by name and birth date, with the reasons; for one comparison.
final class Likeness {
    private static final int SAME = 90;
    private static final int ONE_LETTER = 10;
    private static final int OTHER_ORDER = 5;
    private static final int NAME_MORE = 6;

    /// Words of so many letters may differ by two.
    private static final int LONG = 8;

    /// Words of so few must be the same: half of all short names are one letter apart.
    private static final int SHORT = 3;

    private final List<NameReason> reasons = new ArrayList<>();
    private int points;

    int points() {
        return Math.clamp(points, 0, 100);
    }

    List<NameReason> reasons() {
        return reasons;
    }

    void names(
            List<String> surname,
            List<String> given,
            List<String> itsSurname,
            List<String> itsGiven) {
        Paired straight = pair(surname, itsSurname).and(pair(given, itsGiven));
        Paired crossed = pair(joined(surname, given), joined(itsSurname, itsGiven));
        boolean inOrder = straight.possible() && straight.cost() <= crossed.cost();
        Paired best = inOrder ? straight : crossed;
        if (!best.possible()) {
            points = 0;
            return;
        }
        points = SAME - ONE_LETTER * best.letters() - NAME_MORE * best.more();
        if (best.letters() == 1) {
            reasons.add(NameReason.ONE_LETTER_DIFFERS);
        } else if (best.letters() > 1) {
            reasons.add(NameReason.FEW_LETTERS_DIFFER);
        } else {
            reasons.add(NameReason.SAME_WHEN_TRANSLITERATED);
        }
        if (!inOrder) {
            points -= OTHER_ORDER;
            reasons.add(NameReason.OTHER_ORDER);
        }
        if (best.more() > 0) {
            reasons.add(NameReason.A_NAME_MORE);
        }
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /// @param letters that differ in the words that belong together
    /// @param more words that only one of the two has
    private record Paired(boolean possible, int letters, int more) {
        int cost() {
            return possible ? letters * ONE_LETTER + more * NAME_MORE : Integer.MAX_VALUE;
        }

        Paired and(Paired other) {
            return new Paired(
                    possible && other.possible, letters + other.letters, more + other.more);
        }
    }

    /// Each word of the shorter list with the word of the longer one that is nearest to it.
    private static Paired pair(List<String> some, List<String> others) {
        if (some.size() > others.size()) {
            return pair(others, some);
        }
        List<String> rest = new ArrayList<>(others);
        int more = rest.size() - some.size();
        if (some.isEmpty() && more > 0) {
            // A name against none: possible where the document gives no given names.
            return new Paired(true, 0, more);
        }
        int letters = 0;
        for (String word : some) {
            int nearest = -1;
            int least = Integer.MAX_VALUE;
            for (int r = 0; r < rest.size(); r++) {
                int distance = distance(word, rest.get(r));
                if (distance < least) {
                    least = distance;
                    nearest = r;
                }
            }
            if (nearest < 0 || least > allowed(word)) {
                return new Paired(false, 0, 0);
            }
            letters += least;
            rest.remove(nearest);
        }
        return new Paired(true, letters, more);
    }

    private static int allowed(String word) {
        if (word.length() <= SHORT) {
            return 0;
        }
        return word.length() < LONG ? 1 : 2;
    }

    /// Insertions, deletions, replacements and swaps of neighbours (Damerau 1964, each stretch
    /// edited once), or a number beyond what is allowed.
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] =
                        Math.min(
                                cost[i - 1][j - 1] + same,
                                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }

    /// What the letters as they were written, the birth date and the nationality add.
    void refine(SoughtName one, SoughtName other) {
        if (written(one).equals(written(other))) {
            points += 2;
            reasons.set(0, NameReason.SAME_NAME);
        }
        birth(one.birthDate(), other.birthDate());
        if (!one.nationality().isEmpty() && one.nationality().equals(other.nationality())) {
            points += 2;
            reasons.add(NameReason.SAME_NATIONALITY);
        }
    }

    private static String written(SoughtName name) {
        return (name.surname() + " " + name.givenNames()).strip().toUpperCase(Locale.ROOT);
    }

    private void birth(int one, int other) {
        if (one == other && one % 100 != 0) {
            add(NameReason.SAME_BIRTH_DATE, 6);
        } else if (one == 0 || other == 0) {
            add(NameReason.BIRTH_DATE_UNKNOWN, 0);
        } else if (one / 10_000 == other / 10_000) {
            sameYear(one % 10_000, other % 10_000);
        } else if (digits(one, other) == 1) {
            add(NameReason.BIRTH_DIGIT_DIFFERS, 0);
        } else {
            add(NameReason.OTHER_BIRTH_DATE, -25);
        }
    }

    private void sameYear(int one, int other) {
        boolean unknown = one / 100 == 0 || other / 100 == 0 || one % 100 == 0 || other % 100 == 0;
        if (unknown) {
            add(NameReason.BIRTH_DATE_UNKNOWN, 2);
        } else if (one / 100 == other % 100 && one % 100 == other / 100) {
            add(NameReason.BIRTH_DAY_AND_MONTH_SWAPPED, 3);
        } else if (digits(one, other) == 1) {
            add(NameReason.BIRTH_DIGIT_DIFFERS, 2);
        } else {
            add(NameReason.SAME_BIRTH_YEAR, -10);
        }
    }

    private void add(NameReason reason, int change) {
        reasons.add(reason);
        points += change;
    }

    private static int digits(int one, int other) {
        int count = 0;
        for (int a = one, b = other; a > 0 || b > 0; a /= 10, b /= 10) {
            if (a % 10 != b % 10) {
                count++;
            }
        }
        return count;
    }
}
