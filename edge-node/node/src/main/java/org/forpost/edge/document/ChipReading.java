package org.forpost.edge.document;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;

/// How reading a document's chip ended.
public sealed interface ChipReading {

    /// Read to the end, with whatever is wrong with it.
    ///
    /// @param steps one for each [ChipCheck], in its order
    /// @param zone DG1; empty where it was refused (unreadable, not as signed)
    /// @param face DG2's image; empty where it was refused or beyond the scope
    /// @param fingers of DG3, mostly none
    /// @param signer subject of the signer's certificate, empty where there is none; foreign text,
    ///   cleaned, at most 200 characters
    /// @param cost what the reading took
    record Read(
            List<ChipStep> steps,
            Optional<MrzReading.Zone> zone,
            Optional<EncodedImage> face,
            List<CapturedFinger> fingers,
            String signer,
            Cost cost)
            implements ChipReading {
        /// Authenticity of the data.
        private static final Set<ChipCheck> DATA =
                Set.of(ChipCheck.SIGNED_DATA, ChipCheck.SIGNER, ChipCheck.HASHES);

        public Read {
            steps = List.copyOf(steps);
            fingers = List.copyOf(fingers);
        }

        /// What the steps say together.
        public ChipVerdict verdict() {
            if (steps.stream().anyMatch(step -> step.outcome() instanceof ChipStep.Failed)) {
                return ChipVerdict.SUSPECT;
            }
            if (!DATA.stream().allMatch(this::passed)) {
                return ChipVerdict.UNVERIFIED;
            }
            return passed(ChipCheck.CHIP_AUTHENTICATION) || passed(ChipCheck.ACTIVE_AUTHENTICATION)
                    ? ChipVerdict.GENUINE
                    : ChipVerdict.DATA_GENUINE;
        }

        /// Whether that step was done and all was well.
        public boolean passed(ChipCheck check) {
            return step(check).outcome() instanceof ChipStep.Passed;
        }

        /// The step of that name.
        public ChipStep step(ChipCheck check) {
            return steps.stream().filter(s -> s.check() == check).findFirst().orElseThrow();
        }
    }

    /// Broken off: nothing of what was read may be used.
    ///
    /// @param steps one for each [ChipCheck], those after the break `NOT_REACHED`
    /// @param reason CHIP_LOST, ENDLESS, TOO_SLOW, READER_LOST, or what else ended it
    /// @param message for the officer: what happened and what to do next
    record Broken(List<ChipStep> steps, ChipReason reason, String message, Cost cost)
            implements ChipReading {
        public Broken {
            steps = List.copyOf(steps);
        }
    }

    /// Nobody has laid a document on the reader in the time allowed.
    record NoDocument(String message) implements ChipReading {}

    /// There is no reader to read with.
    record NoReader(String message) implements ChipReading {}

    /// @param bytes of answers
    /// @param exchanges commands sent
    record Cost(int bytes, int exchanges, Duration took) {}
}
