package org.forpost.edge.document;

/// The check digit of ICAO Doc 9303 part 3 section 4.9: weights 7, 3, 1, sum modulo 10; letters
/// count from A = 10, the filler counts nothing.
final class CheckDigit {
    private static final int[] WEIGHTS = {7, 3, 1};

    private CheckDigit() {}

    /// @param text of A–Z, 0–9 and `<`; any other character counts as nothing
    static char of(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            sum += value(text.charAt(i)) * WEIGHTS[i % WEIGHTS.length];
        }
        return (char) ('0' + sum % 10);
    }

    private static int value(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
    }
}
