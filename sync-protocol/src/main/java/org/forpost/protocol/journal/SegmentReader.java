package org.forpost.protocol.journal;

import java.io.IOException;
import java.util.Arrays;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// Reads one segment from its first entry and stops at the first byte that is not one.
final class SegmentReader {
    private final String name;
    private final Store.Segment segment;
    private final SegmentHeader header;
    private final @Nullable Aead key;
    private final long size;
    private final Head[] heads;
    private long sequence;
    private long at = SegmentHeader.BYTES;

    SegmentReader(String name, Store.Segment segment, SegmentHeader header, @Nullable Aead key)
            throws IOException {
        this.name = name;
        this.segment = segment;
        this.header = header;
        this.key = key;
        this.size = segment.size();
        this.heads = header.heads().clone();
        this.sequence = header.firstSequence() - 1;
    }

    @FunctionalInterface
    interface Visitor {
        void entry(long offset, Entry entry) throws IOException;
    }

    /// Visits every good entry from the start; afterwards [#at()] is where the good ones end.
    void readAll(Visitor visitor) throws IOException {
        while (true) {
            Entry entry = next();
            if (entry == null) {
                return;
            }
            long offset = at;
            sequence = entry.sequence();
            heads[entry.priority().code()] = entry.head();
            at += Frame.HEAD_BYTES + entry.payload().length + Aead.TAG_BYTES;
            visitor.entry(offset, entry);
        }
    }

    @FunctionalInterface
    interface Walker {
        void frame(long offset, Frame frame);
    }

    /// Visits the heads of all entries without opening them: their numbers have no gap, and what
    /// they come to is checked by the segment behind. Afterwards [#at()] is where they end.
    void walk(Walker walker) throws IOException {
        while (true) {
            Frame frame = frameAt(at);
            if (frame == null || frame.sequence() != sequence + 1) {
                return;
            }
            int chain = frame.priority().code();
            if (frame.head().number() != heads[chain].number() + 1) {
                return;
            }
            walker.frame(at, frame);
            sequence = frame.sequence();
            heads[chain] = frame.head();
            at += Frame.HEAD_BYTES + frame.length();
        }
    }

    /// Whether not even the first entry is a good one.
    boolean empty() throws IOException {
        return at == SegmentHeader.BYTES && next() == null;
    }

    private @Nullable Entry next() throws IOException {
        Entry entry = at(at);
        if (entry == null || entry.sequence() != sequence + 1) {
            return null;
        }
        Priority priority = entry.priority();
        Head expected =
                heads[priority.code()].next(header.incarnation(), priority, entry.payload());
        return expected.equals(entry.head()) ? entry : null;
    }

    /// The authentic entry whose frame begins here, or null.
    private @Nullable Entry at(long offset) throws IOException {
        Frame frame = frameAt(offset);
        if (frame == null || key == null) {
            return null;
        }
        try {
            byte[] sealed = segment.read(offset + Frame.HEAD_BYTES, frame.length());
            return new Entry(
                    frame.sequence(), frame.priority(), frame.head(), frame.open(key, sealed));
        } catch (NotAuthenticException e) {
            return null;
        }
    }

    private @Nullable Frame frameAt(long offset) throws IOException {
        if (size - offset < Frame.HEAD_BYTES) {
            return null;
        }
        Frame frame = Frame.decode(segment.read(offset, Frame.HEAD_BYTES));
        return frame == null || frame.length() > size - offset - Frame.HEAD_BYTES ? null : frame;
    }

    /// Refuses to call a tail torn when a later entry proves that it had been durable.
    ///
    /// What was appended and never forced may come back from a power cut in any state: short,
    /// zeroed, or with a hole before blocks that did reach the disk. So a bad entry is damage only
    /// if an authentic entry behind it says that the bad one had been forced.
    void checkTail() throws IOException, JournalDamagedException {
        // Bounded by a segment and its last entry; a byte at a time from the disk would take
        // minutes.
        byte[] tail = segment.read(at, (int) (size - at));
        for (int i = 1; i <= tail.length - Frame.HEAD_BYTES; i++) {
            if (tail[i] != Frame.VERSION) {
                continue;
            }
            long offset = at + i;
            Frame frame = Frame.decode(Arrays.copyOfRange(tail, i, i + Frame.HEAD_BYTES));
            if (frame != null
                    && frame.length() <= size - offset - Frame.HEAD_BYTES
                    && frame.sequence() > sequence
                    && frame.forced() > sequence
                    && at(offset) != null) {
                throw new JournalDamagedException(
                        name,
                        at,
                        "entry "
                                + (sequence + 1)
                                + " cannot be read, and entry "
                                + frame.sequence()
                                + " behind it says that it was durable");
            }
        }
    }

    /// Where the good entries end.
    long at() {
        return at;
    }

    long sequence() {
        return sequence;
    }

    Head[] heads() {
        return heads.clone();
    }
}
