package org.forpost.protocol.record;

/// What was captured, compared 1:1 with what a document or a file says is the same person's. Shown
/// to the officer, who decides.
///
/// @param source where the reference is from
/// @param position ISO/IEC 19794 finger position; 0 for the face
/// @param score comparison score × 100 of a finger; of a face (cosine + 1) × 10,000; 0 where
///   nothing was compared
/// @param threshold false matches per billion of a finger; of a face on the scale of its score; 0
///   where nothing was compared
/// @param reason short stable name of why nothing was compared; empty where something was
public record Verification(
        Source source, int position, Result result, long score, long threshold, String reason) {
    /// Ten fingers and a face against a chip, and the same against a profile.
    public static final int MOST = 22;

    /// The position that stands for the face.
    public static final int FACE = 0;

    public static final int MAX_REASON = 64;

    static final long MAX_MEASURE = 1_000_000_000L;

    public enum Source implements Coded {
        /// DG2 or DG3 of the document's chip.
        CHIP(1),
        /// The profile of a traveller who was expected.
        PROFILE(2);

        private final int code;

        Source(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    public enum Result implements Coded {
        AGREES(1),
        DOES_NOT_AGREE(2),
        NOT_POSSIBLE(3);

        private final int code;

        Result(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }
}
