package org.forpost.edge.device;

import java.time.Duration;
import java.util.regex.Pattern;

/// What finger and face requests have in common, checked in one place.
final class CaptureTerms {
    private static final Pattern TRANSACTION = Pattern.compile("[A-Za-z0-9._:-]{4,64}");
    private static final Pattern HASH = Pattern.compile("[0-9A-F]{64}");

    private CaptureTerms() {}

    static void check(String transactionId, int quality, Duration timeout, String previousHash) {
        if (!TRANSACTION.matcher(transactionId).matches()) {
            throw new IllegalArgumentException(
                    "transactionId must be 4 to 64 letters, digits or . _ : -");
        }
        if (quality < 0 || quality > 100) {
            throw new IllegalArgumentException("quality " + quality + ", expected 0 to 100");
        }
        if (!timeout.isPositive() || timeout.compareTo(FingerRequest.LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "timeout " + timeout + ", expected up to " + FingerRequest.LONGEST_TIMEOUT);
        }
        if (!HASH.matcher(previousHash).matches()) {
            throw new IllegalArgumentException(
                    "previousHash must be 64 upper-case hexadecimal digits");
        }
    }
}
