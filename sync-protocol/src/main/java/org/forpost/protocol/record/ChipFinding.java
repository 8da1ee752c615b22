package org.forpost.protocol.record;

import java.util.List;

/// What reading the chip of the document said, as the officer saw it. Holds no data group and no
/// part of one.
///
/// @param ended whether the reading came to its end
/// @param access which protocol opened the chip
/// @param trust number of the trust release whose authorities were believed; 0 where there was none
/// @param steps in the order in which they are told, at least one
public record ChipFinding(Ended ended, Access access, long trust, List<Step> steps) {
    public static final int MAX_STEPS = 16;
    public static final int MAX_WORD = 64;

    /// The step that passes only where the signer's certificate leads to an authority of the trust
    /// release.
    public static final String SIGNER = "signer";

    /// The step that passes only where each group that was read is the one that was signed.
    public static final String HASHES = "hashes";

    public ChipFinding {
        steps = List.copyOf(steps);
    }

    public enum Ended implements Coded {
        /// Each step was done, or could not be.
        READ(1),
        /// Taken away, too slow, endless, or it did not open: what was read was not used.
        BROKEN_OFF(2);

        private final int code;

        Ended(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    public enum Access implements Coded {
        NONE(0),
        PACE(1),
        BAC(2);

        private final int code;

        Access(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /// @param check short stable name, such as `signer`
    /// @param reason short stable name of why it failed or was not possible; empty where it passed
    public record Step(String check, Crossing.ChipStep.Result result, String reason) {}

    /// Whether passive authentication ended at an authority of the trust release.
    public boolean anchored() {
        return passed(SIGNER);
    }

    /// Whether the groups that were read are those that were signed.
    public boolean hashesFit() {
        return passed(HASHES);
    }

    /// Whether a step has failed, which speaks against the document or the reading.
    public boolean suspect() {
        return steps.stream().anyMatch(step -> step.result() == Crossing.ChipStep.Result.FAILED);
    }

    private boolean passed(String check) {
        return steps.stream()
                .anyMatch(step ->
                        step.check().equals(check)
                                && step.result() == Crossing.ChipStep.Result.PASSED);
    }
}
