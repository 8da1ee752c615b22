package org.forpost.protocol.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.crypto.Sealer;
import org.forpost.protocol.record.Priority;

/// Opens journals for tests, and keeps what they said while they opened.
final class JournalOnDisk {
    /// Seals to nobody: these tests open thousands of journals, and none asks the hub.
    static final Sealer NO_HUB =
            new Sealer() {
                @Override
                public int suite() {
                    return 1;
                }

                @Override
                public Sealer drawing(Randomness other) {
                    return this;
                }

                @Override
                public Sealed seal(byte[] info, byte[] associated, byte[] plaintext) {
                    return new Sealed(new byte[32], new byte[plaintext.length + Aead.TAG_BYTES]);
                }
            };

    private final Store store;
    private final Randomness randomness;
    private final byte[] storageKey;
    final List<String> said = new ArrayList<>();

    JournalOnDisk(Store store, long seed) {
        this(store, seed, new byte[32]);
    }

    JournalOnDisk(Store store, long seed, byte[] storageKey) {
        Random random = new Random(seed);
        this.store = store;
        this.storageKey = storageKey;
        this.randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                };
    }

    Journal open() throws IOException, JournalDamagedException {
        return open(Journal.SEGMENT_BYTES);
    }

    Journal open(long segmentBytes) throws IOException, JournalDamagedException {
        said.clear();
        return Journal.open(
                store,
                new SegmentKeys(storageKey, NO_HUB, randomness),
                randomness,
                segmentBytes,
                said::add);
    }

    static byte[] payload(int number) {
        return ("entry " + number).getBytes(StandardCharsets.US_ASCII);
    }

    static Entry append(Journal journal, int number) throws IOException {
        return journal.append(Priority.of(number % 2), payload(number));
    }

    /// Which of `payload(1)`, `payload(2)`, … are there, checked to be in that order and nothing
    /// else.
    static int exactPrefix(Journal journal) throws IOException {
        int[] count = {0};
        journal.replay(
                1,
                entry -> {
                    count[0]++;
                    if (!Arrays.equals(payload(count[0]), entry.payload())
                            || entry.sequence() != count[0]) {
                        throw new AssertionError("entry " + count[0] + " is another one");
                    }
                });
        return count[0];
    }
}
