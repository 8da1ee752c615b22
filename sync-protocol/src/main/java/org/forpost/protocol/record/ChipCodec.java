package org.forpost.protocol.record;

import static org.forpost.protocol.record.RecordCodec.code;
import static org.forpost.protocol.record.RecordCodec.coded;
import static org.forpost.protocol.record.RecordCodec.list;
import static org.forpost.protocol.record.RecordCodec.missing;
import static org.forpost.protocol.record.RecordCodec.required;

import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.jspecify.annotations.Nullable;

/// What a crossing tells of the document's chip and of comparisons 1:1: keys 17 and 18 of SPEC.md
/// §1.2.
final class ChipCodec {
    private static final String CHIP = "crossing.chip";

    private ChipCodec() {}

    static void write(CborWriter out, ChipFinding chip) {
        out.map(4);
        out.uint(1).uint(chip.ended().code());
        out.uint(2).uint(chip.access().code());
        out.uint(3).uint(chip.trust());
        out.uint(4).array(chip.steps().size());
        for (ChipFinding.Step step : chip.steps()) {
            out.array(3).text(step.check()).uint(step.result().code()).text(step.reason());
        }
    }

    static void write(CborWriter out, List<Verification> verifications) {
        out.array(verifications.size());
        for (Verification it : verifications) {
            out.array(6).uint(it.source().code()).uint(it.position()).uint(it.result().code());
            out.uint(it.score()).uint(it.threshold()).text(it.reason());
        }
    }

    static ChipFinding chip(CborReader in) throws MalformedException {
        Draft draft = new Draft();
        in.map(CHIP, 4, key -> draft.field(in, key));
        return draft.chip();
    }

    static List<Verification> verifications(CborReader in) throws MalformedException {
        return list(in, "crossing.verifications", Verification.MOST, field -> one(in, field));
    }

    private static Verification one(CborReader in, String field) throws MalformedException {
        CrossingCodec.shape(in, field, 6);
        return new Verification(
                coded(in, field + ".source", Verification.Source.values()),
                code(in, field + ".position", 0, 10),
                coded(in, field + ".result", Verification.Result.values()),
                in.uint(field + ".score", Verification.MAX_MEASURE),
                in.uint(field + ".threshold", Verification.MAX_MEASURE),
                in.text(field + ".reason", Verification.MAX_REASON));
    }

    private static final class Draft {
        private ChipFinding.@Nullable Ended ended;
        private ChipFinding.@Nullable Access access;
        private long trust = -1;
        private List<ChipFinding.Step> steps = List.of();

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> ended = coded(in, CHIP + ".ended", ChipFinding.Ended.values());
                case 2 -> access = coded(in, CHIP + ".access", ChipFinding.Access.values());
                case 3 -> trust = in.uint(CHIP + ".trust", Long.MAX_VALUE);
                case 4 ->
                        steps =
                                list(
                                        in,
                                        CHIP + ".steps",
                                        ChipFinding.MAX_STEPS,
                                        field -> step(in, field));
                default -> throw CborReader.unknownKey(CHIP, key);
            }
        }

        private static ChipFinding.Step step(CborReader in, String field)
                throws MalformedException {
            CrossingCodec.shape(in, field, 3);
            return new ChipFinding.Step(
                    in.text(field + ".check", ChipFinding.MAX_WORD),
                    coded(in, field + ".result", Crossing.ChipStep.Result.values()),
                    in.text(field + ".reason", ChipFinding.MAX_WORD));
        }

        ChipFinding chip() throws MalformedException {
            if (trust < 0 || steps.isEmpty()) {
                throw missing(CHIP + ".trust and .steps");
            }
            return new ChipFinding(
                    required(ended, CHIP + ".ended"),
                    required(access, CHIP + ".access"),
                    trust,
                    steps);
        }
    }
}
