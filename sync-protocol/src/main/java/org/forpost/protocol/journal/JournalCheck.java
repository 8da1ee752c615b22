package org.forpost.protocol.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// Checks a journal from its first byte to its last, and changes nothing.
///
/// It shares no line of recovery with [Journal]: what one of the two gets wrong, the other may see.
/// After damage it goes on with the next segment, whose header says where the chains stand, so that
/// one look names everything that is wrong.
public final class JournalCheck {
    /// A segment is closed once it is longer than its limit, so it ends with the entry that made it
    /// so. A longer file is none of ours.
    static final int MAX_SEGMENT =
            (int) Journal.SEGMENT_BYTES + Frame.HEAD_BYTES + Frame.MAX_PAYLOAD + Aead.TAG_BYTES;

    private static final byte[] MAGIC = {'F', 'P', 'J'};

    private final Segments segments;
    private final SegmentKeys keys;
    private final Visitor visitor;
    private final List<Finding> findings = new ArrayList<>();
    private final List<byte[]> incarnations = new ArrayList<>();

    /// SHA-256 of each entry's payload by priority; null where its key was destroyed. A new
    /// incarnation carries the last of them over.
    private final List<List<byte @Nullable []>> payloads = new ArrayList<>();

    private Head[] heads = new Head[Priority.COUNT];
    private long sequence;
    private long entries;
    private long sealedFromHere;
    private long bytes;
    private int checked;
    private int destroyed;

    /// False after damage: the next header is then believed.
    private boolean placeKnown = true;

    /// Where segments are read from.
    public interface Segments {
        /// In their order.
        List<String> names() throws IOException;

        /// The whole of one, or its first `most` bytes.
        byte[] read(String name, int most) throws IOException;
    }

    /// Told of every entry that is as it was written.
    @FunctionalInterface
    public interface Visitor {
        /// @param offset of the entry in its segment
        void entry(String segment, long offset, Entry entry);
    }

    /// What was checked, and what is wrong.
    ///
    /// @param entries opened, authenticated and found in their place in the hash chains
    /// @param keysDestroyed segments that only the hub can still read; their entries' places were
    ///   checked
    /// @param entriesUnreadable in those
    /// @param incarnations 16 bytes each, the oldest first
    /// @param heads of the four chains at the end
    public record Report(
            int segments,
            long entries,
            long bytes,
            int keysDestroyed,
            long entriesUnreadable,
            List<byte[]> incarnations,
            Head[] heads,
            List<Finding> findings) {
        /// Everything was opened: nothing is left that only the hub could check.
        public boolean complete() {
            return keysDestroyed == 0;
        }

        /// Nothing that had been made durable is missing or changed, as far as it can be seen.
        public boolean clean() {
            return findings.stream().noneMatch(Finding::damage);
        }
    }

    private JournalCheck(Segments segments, SegmentKeys keys, Visitor visitor) {
        this.segments = segments;
        this.keys = keys;
        this.visitor = visitor;
        Arrays.fill(heads, Head.START);
        for (int i = 0; i < Priority.COUNT; i++) {
            payloads.add(new ArrayList<>());
        }
    }

    /// Reads everything.
    ///
    /// @throws IOException when a file cannot be read at all
    public static Report check(Segments segments, SegmentKeys keys, Visitor visitor)
            throws IOException {
        JournalCheck check = new JournalCheck(segments, keys, visitor);
        List<String> names = segments.names();
        for (int i = 0; i < names.size(); i++) {
            check.segment(names.get(i), i == names.size() - 1);
        }
        return new Report(
                check.checked,
                check.entries,
                check.bytes,
                check.destroyed,
                check.sealedFromHere,
                List.copyOf(check.incarnations),
                check.heads,
                List.copyOf(check.findings));
    }

    private void segment(String name, boolean last) throws IOException {
        byte[] file = segments.read(name, MAX_SEGMENT + 1);
        checked++;
        bytes += file.length;
        if (file.length > MAX_SEGMENT) {
            damage(name, MAX_SEGMENT, 0, "it is longer than any segment");
            return;
        }
        SegmentHeader header =
                file.length < SegmentHeader.BYTES
                        ? null
                        : SegmentHeader.decode(Arrays.copyOf(file, SegmentHeader.BYTES));
        if (header == null) {
            noHeader(name, file, last);
            return;
        }
        boolean succeeds =
                !incarnations.isEmpty()
                        && !Arrays.equals(incarnations.getLast(), header.incarnation());
        Aead key = key(name, file, header, succeeds, last);
        boolean gone = isGone(header, last);
        if (key == null && !gone) {
            return;
        }
        Head[] before = heads;
        long sequenceBefore = sequence;
        if (!follows(name, header, succeeds)) {
            return;
        }
        if (succeeds && last && (key == null || entryAt(file, SegmentHeader.BYTES, key) == null)) {
            heads = before;
            sequence = sequenceBefore;
            tail(name, file, SegmentHeader.BYTES, key, "it holds no entry of its new incarnation");
            return;
        }
        if (incarnations.isEmpty() || succeeds) {
            incarnations.add(header.incarnation());
        }
        destroyed += gone ? 1 : 0;
        int end = entries(name, file, header, key);
        if (end < file.length) {
            if (last) {
                tail(name, file, end, key, "its end was never reported as recorded");
            } else {
                damage(name, end, sequence + 1, "entry " + (sequence + 1) + " cannot be read");
                placeKnown = false;
            }
        }
    }

    private void noHeader(String name, byte[] file, boolean last) {
        if (last && file.length <= SegmentHeader.BYTES) {
            note(name, 0, "torn: it has no whole header and holds no entry");
            return;
        }
        boolean ours = file.length >= 4 && Arrays.equals(Arrays.copyOfRange(file, 1, 4), MAGIC);
        damage(
                name,
                0,
                0,
                ours && file[0] != Frame.VERSION
                        ? "its header says version " + (file[0] & 0xff) + "; 1 can be read here"
                        : "its header cannot be read");
        placeKnown = false;
    }

    private @Nullable Aead key(
            String name, byte[] file, SegmentHeader header, boolean succeeds, boolean last) {
        if (isGone(header, last)) {
            return null;
        }
        try {
            return new Aead(
                    keys.open(header, succeeds ? incarnations.getLast() : SegmentKeys.NOTHING));
        } catch (NotAuthenticException e) {
            if (last && file.length == SegmentHeader.BYTES) {
                note(name, SegmentHeader.BYTES, "torn: its header is not whole, it holds no entry");
            } else {
                damage(
                        name,
                        196,
                        0,
                        "its key cannot be unwrapped: changed, made under another storage key, or"
                                + " of another journal");
                placeKnown = false;
            }
            return null;
        }
    }

    /// A wrapping of all zeros is one that was destroyed (SPEC.md §2.5), and never the last one.
    private boolean isGone(SegmentHeader header, boolean last) {
        return Arrays.equals(header.nodeWrap(), new byte[SegmentKeys.NODE_WRAP_BYTES])
                && !last
                && !keys.areTheHubs();
    }

    /// Whether the segment goes on where the one before it ended; afterwards the state is that of
    /// its header.
    private boolean follows(String name, SegmentHeader header, boolean succeeds) {
        long expected = sequence + 1;
        Head[] carried = succeeds && placeKnown ? carried(name, header) : heads;
        boolean fits =
                !placeKnown
                        || (header.firstSequence() == expected
                                && Arrays.equals(carried, header.heads()));
        if (!fits && header.firstSequence() > expected) {
            damage(
                    name,
                    0,
                    expected,
                    "entries "
                            + expected
                            + " to "
                            + (header.firstSequence() - 1)
                            + " are missing before it");
        } else if (!fits) {
            damage(name, 0, expected, "it does not continue the segment before it");
        } else if (!placeKnown && header.firstSequence() > expected && !incarnations.isEmpty()) {
            note(
                    name,
                    0,
                    "entries " + expected + " to " + (header.firstSequence() - 1) + " were lost");
        }
        placeKnown = true;
        sequence = header.firstSequence() - 1;
        heads = header.heads().clone();
        return true;
    }

    /// The heads that a new incarnation begins with: the chains of the last entries, told anew.
    private Head[] carried(String name, SegmentHeader header) {
        Head[] over = new Head[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            int chain = priority.code();
            List<byte @Nullable []> all = payloads.get(chain);
            long count = header.heads()[chain].number();
            if (count > all.size()) {
                over[chain] = Head.START;
                continue;
            }
            Head head = Head.START;
            for (byte[] hash : all.subList(all.size() - (int) count, all.size())) {
                if (hash == null) {
                    note(name, 0, "what it carries over can only be read by the hub");
                    head = header.heads()[chain];
                    break;
                }
                head = head.nextOf(header.incarnation(), priority, hash);
            }
            over[chain] = head;
        }
        return over;
    }

    /// @return where the good entries end
    private int entries(String name, byte[] file, SegmentHeader header, @Nullable Aead key) {
        int at = SegmentHeader.BYTES;
        while (true) {
            Frame frame = frameAt(file, at);
            if (frame == null || frame.sequence() != sequence + 1) {
                return at;
            }
            int chain = frame.priority().code();
            Entry entry = key == null ? null : entryAt(file, at, key);
            if (key == null) {
                if (frame.head().number() != heads[chain].number() + 1) {
                    return at;
                }
                payloads.get(chain).add(null);
                sealedFromHere++;
            } else if (entry == null
                    || !entry.head()
                            .equals(
                                    heads[chain].next(
                                            header.incarnation(),
                                            frame.priority(),
                                            entry.payload()))) {
                return at;
            } else {
                payloads.get(chain).add(Sha256.of(entry.payload()));
                entries++;
                visitor.entry(name, at, entry);
            }
            heads[chain] = frame.head();
            sequence = frame.sequence();
            at += Frame.HEAD_BYTES + frame.length();
        }
    }

    private static @Nullable Frame frameAt(byte[] file, int at) {
        if (file.length - at < Frame.HEAD_BYTES) {
            return null;
        }
        Frame frame = Frame.decode(Arrays.copyOfRange(file, at, at + Frame.HEAD_BYTES));
        return frame == null || frame.length() > file.length - at - Frame.HEAD_BYTES ? null : frame;
    }

    private static @Nullable Entry entryAt(byte[] file, int at, Aead key) {
        Frame frame = frameAt(file, at);
        if (frame == null) {
            return null;
        }
        int from = at + Frame.HEAD_BYTES;
        try {
            byte[] payload = frame.open(key, Arrays.copyOfRange(file, from, from + frame.length()));
            return new Entry(frame.sequence(), frame.priority(), frame.head(), payload);
        } catch (NotAuthenticException e) {
            return null;
        }
    }

    /// What stands behind the last good entry of the journal: torn, unless an authentic entry
    /// behind it says that the bad one had been durable.
    private void tail(String name, byte[] file, int end, @Nullable Aead key, String torn) {
        for (int at = end + 1; key != null && at <= file.length - Frame.HEAD_BYTES; at++) {
            if (file[at] != Frame.VERSION) {
                continue;
            }
            // The head first: opening what lies behind every such byte would take for ever.
            ByteBuffer head = ByteBuffer.wrap(file, at, Frame.HEAD_BYTES);
            long found = head.getLong(at + 6);
            long durable = head.getLong(at + 14);
            if (found > sequence && durable > sequence && entryAt(file, at, key) != null) {
                damage(
                        name,
                        end,
                        sequence + 1,
                        "entry "
                                + (sequence + 1)
                                + " cannot be read, and entry "
                                + found
                                + " behind it says that it was durable");
                return;
            }
        }
        note(name, end, "torn: " + (file.length - end) + " bytes; " + torn);
    }

    private void damage(String segment, long offset, long entry, String what) {
        findings.add(new Finding(true, segment, offset, entry, what));
    }

    private void note(String segment, long offset, String what) {
        findings.add(new Finding(false, segment, offset, 0, what));
    }
}
