package org.forpost.protocol.envelope;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.junit.jupiter.api.Test;

/// What a crossing costs on a narrow link, measured with people whom the dictionary never met.
class BytesPerCrossingTest {
    private static final long OTHER_SEED = 77;
    private static final long NOVEMBER = 1_795_000_000_000L;

    @Test
    void theDictionaryIsMadeAgainByteForByte() {
        assertArrayEquals(DictionaryMaker.make(), Compression.dictionary());
    }

    @Test
    void aCrossingWithoutTemplatesTakesAtMost95BytesInABatchOf200() {
        double each = measured("without templates", 200, SyntheticCrossings::withoutTemplates);
        assertTrue(each <= 95, () -> each + " bytes for each crossing");
        double ten = measured("without templates", 10, SyntheticCrossings::withoutTemplates);
        assertTrue(ten <= 120, () -> ten + " bytes for each crossing");
    }

    @Test
    void theDictionaryMakesOneRecordByItselfSmaller() {
        int plain = 0;
        int compressed = 0;
        SyntheticCrossings synthetic = new SyntheticCrossings(OTHER_SEED, "khorgos-7", NOVEMBER);
        for (int i = 0; i < 200; i++) {
            byte[] record = RecordCodec.encode(synthetic.withoutTemplates());
            plain += record.length;
            compressed += Compression.compress(record).length;
        }
        System.out.printf("one by one: %d bytes of %d%n", compressed / 200, plain / 200);
        assertTrue(compressed < plain * 0.62, compressed + " of " + plain);
    }

    @Test
    void aCrossingWithReferencesToImagesAddsLittleMoreThanTheirHashes() {
        double each = measured("4 fingers and a face by hash", 200, s -> s.withBiometrics(0));
        assertTrue(each <= 95 + 5 * 36, () -> each + " bytes for each crossing");
    }

    /// Bytes of all messages that carry the batch, for each record of it.
    private static double measured(
            String what, int batch, Function<SyntheticCrossings, PostRecord> kind) {
        SyntheticCrossings synthetic = new SyntheticCrossings(OTHER_SEED, "khorgos-7", NOVEMBER);
        List<byte[]> records = new ArrayList<>();
        int plain = 0;
        for (int i = 0; i < batch; i++) {
            byte[] record = RecordCodec.encode(kind.apply(synthetic));
            plain += record.length;
            records.add(record);
        }
        Random random = new Random(5);
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        byte[] envelope =
                BatchCodec.seal(
                        Batch.of("khorgos-7", new byte[16], Priority.CROSSING, Head.START, records),
                        Hpke.sealer(
                                Hpke.publicKey(seed),
                                count -> {
                                    byte[] bytes = new byte[count];
                                    random.nextBytes(bytes);
                                    return bytes;
                                }),
                        new byte[8],
                        Ed25519.signer(seed));
        int wire = 0;
        for (Chunk chunk : Chunk.cut(envelope)) {
            wire += new Message.Piece(chunk).encode().length;
        }
        double each = (double) wire / batch;
        System.out.printf(
                "bytes per crossing, %s, batch of %d: %.1f in messages, %.1f before compression%n",
                what, batch, each, (double) plain / batch);
        return each;
    }
}
