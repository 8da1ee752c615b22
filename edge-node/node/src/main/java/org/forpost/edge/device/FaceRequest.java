package org.forpost.edge.device;

import java.time.Duration;

/// Asks a camera for one face. The parts are those of [FingerRequest].
public record FaceRequest(
        String transactionId, int quality, Duration timeout, String previousHash) {

    public FaceRequest {
        CaptureTerms.check(transactionId, quality, timeout, previousHash);
    }

    /// The first capture of a crossing.
    public static FaceRequest of(String transactionId, int quality, Duration timeout) {
        return new FaceRequest(transactionId, quality, timeout, FingerRequest.FIRST_HASH);
    }
}
