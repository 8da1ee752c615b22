package org.forpost.edge.watchlist.name;

/// Why somebody is on the list of name candidates; a page says it in its language.
public enum NameReason {
    /// Letter by letter.
    SAME_NAME,
    /// In another alphabet or by other rules of transliteration.
    SAME_WHEN_TRANSLITERATED,
    /// One letter is another, missing, too many, or two are swapped.
    ONE_LETTER_DIFFERS,
    /// More than one, in a long name.
    FEW_LETTERS_DIFFER,
    /// Surname and given names stand in each other's place.
    OTHER_ORDER,
    /// One of the two has a name more, such as a patronymic.
    A_NAME_MORE,
    SAME_BIRTH_DATE,
    /// Day and month in each other's place.
    BIRTH_DAY_AND_MONTH_SWAPPED,
    /// One digit of it is another.
    BIRTH_DIGIT_DIFFERS,
    SAME_BIRTH_YEAR,
    /// One of the two is not known, or not all of it.
    BIRTH_DATE_UNKNOWN,
    OTHER_BIRTH_DATE,
    SAME_NATIONALITY
}
