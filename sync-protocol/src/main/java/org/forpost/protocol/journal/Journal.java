package org.forpost.protocol.journal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// The append-only journal of one node: SPEC.md §2.
///
/// Legal order for one entry: `append` → (more appends) → `force` returned → *recorded*. Whoever
/// says *recorded* earlier is wrong. After a failed `force` every call fails, see
/// [DurabilityLostException].
///
/// Each start opens a new segment, with a new key: what a torn tail left is never written over, and
/// no nonce is used twice. Safe for use by several threads; [GroupCommit] makes one `force` serve
/// many.
///
/// It lives one *incarnation* after the other: [#beginIncarnation] when the hub has shown that this
/// disk was restored or cloned. Sequences go on through all of them, numbers of chains do not.
public final class Journal implements Closeable {
    /// Segments are closed at this size: small enough to read one in a second, and to let one go.
    static final long SEGMENT_BYTES = 8L << 20;

    /// In the place of a number up to which the hub holds a chain: nothing is known of that.
    public static final long EVERYTHING = -1;

    private final Store store;
    private final SegmentKeys keys;
    private final Randomness randomness;
    private final long segmentBytes;
    private final Index index = new Index();
    private final List<OpenSegment> segments = new ArrayList<>();
    private final Head[] heads = new Head[Priority.COUNT];
    private Head[] forcedHeads = new Head[Priority.COUNT];
    private final List<byte[]> formerIncarnations = new ArrayList<>();
    private byte[] incarnation = new byte[0];
    private Carried carried = new Carried(incarnation);

    /// Up to where the hub was known to hold the incarnation before, by priority.
    private final long[] formerHeld = new long[Priority.COUNT];

    /// How many entries of each priority can no longer be read.
    private final long[] destroyed = new long[Priority.COUNT];

    private long sequence;
    private long forced;
    private boolean rollFirst;
    private @Nullable RuntimeException broken;

    private Journal(Store store, SegmentKeys keys, Randomness randomness, long segmentBytes) {
        this.store = store;
        this.keys = keys;
        this.randomness = randomness;
        this.segmentBytes = segmentBytes;
        Arrays.fill(heads, Head.START);
    }

    /// Opens the journal, reads and checks all of it, and cuts a torn tail.
    ///
    /// @param says told in one line what was cut, if anything was
    /// @throws JournalDamagedException when something durable has changed
    /// @throws IOException when the store cannot be read or written
    public static Journal open(
            Store store, SegmentKeys keys, Randomness randomness, Consumer<String> says)
            throws IOException, JournalDamagedException {
        return open(store, keys, randomness, SEGMENT_BYTES, says);
    }

    /// @param segmentBytes a new segment begins once one is longer: small in a simulated world
    public static Journal open(
            Store store,
            SegmentKeys keys,
            Randomness randomness,
            long segmentBytes,
            Consumer<String> says)
            throws IOException, JournalDamagedException {
        Journal journal = new Journal(store, keys, randomness, segmentBytes);
        boolean opened = false;
        try {
            journal.recover(says);
            journal.roll();
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                journal.close();
            }
        }
    }

    private void recover(Consumer<String> says) throws IOException, JournalDamagedException {
        List<String> names = store.names();
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            recover(names.get(i), last, says);
        }
        forced = sequence;
        if (incarnation.length == 0) {
            incarnation = randomness.bytes(SegmentHeader.INCARNATION_BYTES);
        }
    }

    private void recover(String name, boolean last, Consumer<String> says)
            throws IOException, JournalDamagedException {
        Store.Segment file = store.open(name);
        SegmentHeader header = null;
        try {
            header = header(file);
            // The header is forced before the first entry: entries behind a bad one mean damage.
            if (last && file.size() <= SegmentHeader.BYTES && (header == null || !opens(header))) {
                long size = file.size();
                file.close();
                discard(name, size, "had no whole header and held no entry", says);
                return;
            }
            if (header == null) {
                throw new JournalDamagedException(name, 0, "its header cannot be read");
            }
            read(name, file, header, last, says);
        } catch (IOException | JournalDamagedException e) {
            file.close();
            throw e;
        }
    }

    /// A header that was never forced may have a hole just where its check sum does not look.
    private boolean opens(SegmentHeader header) {
        byte[] follows =
                incarnation.length == 0 || Arrays.equals(incarnation, header.incarnation())
                        ? SegmentKeys.NOTHING
                        : incarnation;
        try {
            keys.unwrap(header.incarnation(), header.segment(), follows, header.nodeWrap());
            return true;
        } catch (NotAuthenticException e) {
            return false;
        }
    }

    private void discard(String name, long size, String why, Consumer<String> says)
            throws IOException {
        store.delete(name);
        store.syncDirectory();
        says.accept("cut a torn tail: segment " + name + " of " + size + " bytes " + why);
    }

    /// What the header of a new incarnation says that it carries over, read and checked.
    private Carried carriedBy(String name, SegmentHeader header)
            throws IOException, JournalDamagedException {
        Carried over = new Carried(header.incarnation());
        for (Priority priority : Priority.values()) {
            long last = index.total(priority);
            long count = Math.min(last, header.heads()[priority.code()].number());
            if (count > 0 && last - count < destroyed[priority.code()]) {
                over = Carried.gone(header.incarnation(), header.heads());
                break;
            }
            for (long place = last - count + 1; place <= last; place++) {
                over.add(priority, placed(priority, place).payload());
            }
        }
        if (!Arrays.equals(over.heads(), header.heads())
                || Arrays.equals(incarnation, header.incarnation())
                || isFormer(header.incarnation())) {
            throw new JournalDamagedException(
                    name, 0, "its incarnation does not follow the one before");
        }
        return over;
    }

    private void succeed(byte[] next, Carried over) {
        long[] counts = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            int chain = priority.code();
            counts[chain] = over.count(priority);
            long left = index.total(priority) - counts[chain];
            // Where everything that could be read is carried, nothing is expected of the hub.
            formerHeld[chain] =
                    left <= destroyed[chain] ? 0 : Math.max(0, left - index.before(priority));
        }
        formerIncarnations.add(incarnation);
        incarnation = next;
        carried = over;
        index.carry(counts);
        System.arraycopy(over.heads(), 0, heads, 0, heads.length);
    }

    private static @Nullable SegmentHeader header(Store.Segment file) throws IOException {
        return file.size() < SegmentHeader.BYTES
                ? null
                : SegmentHeader.decode(file.read(0, SegmentHeader.BYTES));
    }

    private void read(
            String name,
            Store.Segment file,
            SegmentHeader header,
            boolean last,
            Consumer<String> says)
            throws IOException, JournalDamagedException {
        if (incarnation.length == 0) {
            incarnation = header.incarnation();
            if (header.firstSequence() != 1) {
                // Segments are never deleted: one that is not there has been lost.
                throw new JournalDamagedException(
                        name,
                        0,
                        "entries 1 to " + (header.firstSequence() - 1) + " are missing before it");
            }
        }
        boolean succeeds = !Arrays.equals(incarnation, header.incarnation());
        if (header.firstSequence() != sequence + 1
                || (!succeeds && !Arrays.equals(heads, header.heads()))) {
            throw new JournalDamagedException(
                    name,
                    0,
                    "it does not continue the segment before it at entry " + (sequence + 1));
        }
        Aead key = null;
        try {
            byte[] follows = succeeds ? incarnation : SegmentKeys.NOTHING;
            if (last || !header.keyDestroyed()) {
                key =
                        new Aead(
                                keys.unwrap(
                                        header.incarnation(),
                                        header.segment(),
                                        follows,
                                        header.nodeWrap()));
            }
        } catch (NotAuthenticException e) {
            throw new JournalDamagedException(
                    name,
                    196,
                    succeeds
                            ? "it does not continue the segment before it, or its key was wrapped by"
                                    + " another storage key"
                            : "its key was wrapped by another storage key, or destroyed");
        }
        OpenSegment segment = new OpenSegment(name, file, header.incarnation(), key);
        int place = segments.size();
        SegmentReader reader = new SegmentReader(name, file, header, key);
        Head[] ended = heads.clone();
        if (succeeds) {
            Carried over = carriedBy(name, header);
            if (last && reader.empty()) {
                // It is used only after its first entry is durable.
                reader.checkTail();
                file.close();
                discard(name, file.size(), "held no entry of its new incarnation", says);
                return;
            }
            succeed(header.incarnation(), over);
        }
        if (key == null) {
            reader.walk((offset, frame) -> index.add(frame.priority(), place, offset));
        } else {
            reader.readAll((offset, entry) -> index.add(entry.priority(), place, offset));
        }
        if (reader.at() < file.size()) {
            if (!last) {
                throw new JournalDamagedException(
                        name, reader.at(), "entry " + (reader.sequence() + 1) + " cannot be read");
            }
            reader.checkTail();
            cut(name, file, reader, says);
        }
        add(segment, ended);
        if (key == null) {
            countDestroyed(place);
        }
        sequence = reader.sequence();
        System.arraycopy(reader.heads(), 0, heads, 0, heads.length);
    }

    /// @param ended heads after the last entry of the segment before
    private void add(OpenSegment segment, Head[] ended) {
        if (!segments.isEmpty()) {
            segments.getLast().close(ended);
        }
        segments.add(segment);
    }

    private static void cut(
            String name, Store.Segment file, SegmentReader reader, Consumer<String> says)
            throws IOException {
        long bytes = file.size() - reader.at();
        file.truncate(reader.at());
        says.accept(
                "cut a torn tail: "
                        + bytes
                        + " bytes after entry "
                        + reader.sequence()
                        + " of segment "
                        + name
                        + ", never reported as recorded");
    }

    /// Forces what is there and begins a new segment.
    ///
    /// @throws IOException when there is no room for it (a full disk): the next call tries again
    private void roll() throws IOException {
        rollFirst = true;
        if (!segments.isEmpty()) {
            forceOrBreak(segments.getLast());
        }
        forced = sequence;
        forcedHeads = heads.clone();
        Fresh fresh = freshHeader(incarnation, heads, SegmentKeys.NOTHING);
        OpenSegment segment = opened(fresh, incarnation);
        forceWithName(segment);
        add(segment, heads);
        rollFirst = false;
    }

    /// @param bytes of the header
    private record Fresh(String name, byte[] bytes, Aead key) {}

    private Fresh freshHeader(byte[] ofIncarnation, Head[] before, byte[] follows) {
        long number = segments.isEmpty() ? 1 : numberOf(segments.getLast().name()) + 1;
        SegmentKeys.Wrapped wrapped = keys.fresh(ofIncarnation, number, follows);
        SegmentHeader header =
                new SegmentHeader(
                        ofIncarnation,
                        number,
                        sequence + 1,
                        before.clone(),
                        wrapped.forNode(),
                        wrapped.suite(),
                        wrapped.forHub());
        String name = String.format(Locale.ROOT, "segment-%08d.fpj", number);
        return new Fresh(name, header.encode(), new Aead(wrapped.key()));
    }

    private OpenSegment opened(Fresh fresh, byte[] of) throws IOException {
        return new OpenSegment(fresh.name(), begin(fresh.name(), fresh.bytes()), of, fresh.key());
    }

    private void forceWithName(OpenSegment segment) {
        forceOrBreak(segment);
        try {
            store.syncDirectory();
        } catch (IOException e) {
            throw breakWith(new DurabilityLostException(e));
        }
    }

    /// What a new incarnation follows.
    ///
    /// @param follows the incarnation before
    /// @param ended how far its chains had come on this disk, by priority
    /// @param carried how many of their last entries are the first ones of the new chains
    public record Succession(byte[] incarnation, byte[] follows, Head[] ended, long[] carried) {}

    /// Makes the payload of the first entry of a new incarnation: the audit record that tells of
    /// it.
    @FunctionalInterface
    public interface Opening {
        byte[] entry(Succession succession);
    }

    /// Ends this incarnation and begins another, with new chains: what the hub may not hold of the
    /// old ones becomes their beginning (SPEC.md §2.4). Header and first entry are one write,
    /// forced before anything of it is used: a crash leaves the old incarnation or the new one.
    ///
    /// @param held number of each chain, by priority, up to which the hub is known to hold it;
    ///   [#EVERYTHING] where that is not known, nor of earlier incarnations: then all that can
    ///   still be read is carried over
    /// @throws IOException when there is no room for it, or the entries to carry cannot be read:
    ///   the old incarnation goes on
    /// @throws DurabilityLostException when the disk does not confirm it: stop the process
    public synchronized Succession beginIncarnation(long[] held, Opening opening)
            throws IOException {
        checkWorks();
        // From here on everything that was appended is durable.
        rollFirst = true;
        forceOrBreak(segments.getLast());
        forced = sequence;
        forcedHeads = heads.clone();
        byte[] next = randomness.bytes(SegmentHeader.INCARNATION_BYTES);
        Carried over = new Carried(next);
        long[] counts = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            int chain = priority.code();
            long left =
                    held[chain] == EVERYTHING
                            ? destroyed[chain]
                            : Math.max(destroyed[chain], index.before(priority) + held[chain]);
            for (long place = left + 1; place <= index.total(priority); place++) {
                over.add(priority, placed(priority, place).payload());
            }
            counts[priority.code()] = over.count(priority);
        }
        Succession succession = new Succession(next, incarnation.clone(), heads.clone(), counts);
        byte[] payload = opening.entry(succession);
        Entry first =
                new Entry(
                        sequence + 1,
                        Priority.AUDIT,
                        over.heads()[Priority.AUDIT.code()].next(next, Priority.AUDIT, payload),
                        payload);
        Fresh fresh = freshHeader(next, over.heads(), incarnation);
        OpenSegment segment = opened(fresh, next);
        forceOrBreak(segment);
        try {
            segment.file().append(Frame.seal(fresh.key(), first, forced));
        } catch (IOException e) {
            remove(fresh.name(), segment.file(), e);
            throw e;
        }
        forceWithName(segment);
        add(segment, heads);
        succeed(next, over);
        index.add(Priority.AUDIT, segments.size() - 1, fresh.bytes().length);
        sequence = first.sequence();
        heads[Priority.AUDIT.code()] = first.head();
        forced = sequence;
        forcedHeads = heads.clone();
        rollFirst = false;
        return succession;
    }

    /// A segment that begins with these bytes, or nothing at all under that name.
    private Store.Segment begin(String name, byte[] header) throws IOException {
        Store.Segment file = store.create(name);
        try {
            file.append(header);
            return file;
        } catch (IOException e) {
            remove(name, file, e);
            throw e;
        }
    }

    /// A segment that holds nothing yet. What cannot be removed is found at the next start as one
    /// without a whole header or first entry, and deleted then.
    private void remove(String name, Store.Segment file, IOException why) {
        try {
            file.close();
            store.delete(name);
        } catch (IOException left) {
            why.addSuppressed(left);
        }
    }

    private void forceOrBreak(OpenSegment segment) {
        try {
            segment.force();
        } catch (IOException e) {
            throw breakWith(new DurabilityLostException(e));
        }
    }

    private static long numberOf(String name) {
        return Long.parseLong(name.substring("segment-".length(), name.length() - ".fpj".length()));
    }

    /// Writes one entry behind the others. It is not recorded before [#force()] has returned.
    ///
    /// @throws IOException when the entry could not be written (a full disk); nothing of it remains
    public synchronized Entry append(Priority priority, byte[] payload) throws IOException {
        checkWorks();
        if (payload.length > Frame.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "entry of at most "
                            + Frame.MAX_PAYLOAD
                            + " bytes expected, got "
                            + payload.length);
        }
        if (rollFirst || segments.getLast().file().size() > segmentBytes) {
            roll();
        }
        OpenSegment segment = segments.getLast();
        Entry entry =
                new Entry(
                        sequence + 1,
                        priority,
                        heads[priority.code()].next(incarnation, priority, payload),
                        payload);
        long offset = segment.file().size();
        byte[] frame = Frame.seal(segment.key(), entry, forced);
        try {
            segment.file().append(frame);
        } catch (IOException e) {
            undo(segment, offset, e);
            throw e;
        }
        index.add(priority, segments.size() - 1, offset);
        sequence = entry.sequence();
        heads[priority.code()] = entry.head();
        return entry;
    }

    private void undo(OpenSegment segment, long offset, IOException why) {
        // The nonce of this entry has been used once: the next entry needs another key.
        rollFirst = true;
        try {
            segment.file().truncate(offset);
        } catch (IOException e) {
            why.addSuppressed(e);
            throw breakWith(new DurabilityLostException(why));
        }
        // Else an entry that was written whole and then failed might come back after a power cut.
        forceOrBreak(segment);
    }

    /// Makes everything appended so far durable.
    ///
    /// @return the sequence up to which everything is recorded
    /// @throws DurabilityLostException when the disk does not confirm it: stop the process
    public long force() {
        OpenSegment segment;
        long upTo;
        Head[] headsUpTo;
        synchronized (this) {
            checkWorks();
            segment = segments.getLast();
            upTo = sequence;
            headsUpTo = heads.clone();
            if (upTo == forced) {
                return forced;
            }
        }
        IOException failed = null;
        try {
            segment.force();
        } catch (IOException e) {
            failed = e;
        }
        synchronized (this) {
            // Whatever this force said: after another one failed, nothing is promised any more.
            checkWorks();
            if (failed != null) {
                throw breakWith(new DurabilityLostException(failed));
            }
            if (upTo > forced) {
                forced = upTo;
                forcedHeads = headsUpTo;
            }
            return forced;
        }
    }

    /// The id of this journal's life, 16 random bytes: a restored or cloned disk gets another one.
    public synchronized byte[] incarnation() {
        return incarnation.clone();
    }

    /// The incarnations before the present one, the oldest first.
    public synchronized List<byte[]> formerIncarnations() {
        return formerIncarnations.stream().map(byte[]::clone).toList();
    }

    private boolean isFormer(byte[] one) {
        return formerIncarnations.stream().anyMatch(former -> Arrays.equals(former, one));
    }

    /// The first incarnation: it names the journal itself, whose sequences go on through all.
    public synchronized byte[] id() {
        return formerIncarnations.isEmpty()
                ? incarnation.clone()
                : formerIncarnations.getFirst().clone();
    }

    /// How far the durable part of a chain has come.
    public synchronized Head recorded(Priority priority) {
        return forcedHeads[priority.code()];
    }

    /// Sequence of the last durable entry.
    public synchronized long recordedSequence() {
        return forced;
    }

    /// Durable entries of one chain, in their order.
    ///
    /// @param from number of the first one wanted, from 1
    /// @param maxEntries most entries returned
    /// @param maxBytes stops before the payloads exceed it; the first entry is returned in any case
    /// @throws IOException when the disk does not give back what it took
    public synchronized List<Entry> read(Priority priority, long from, int maxEntries, int maxBytes)
            throws IOException {
        checkWorks();
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        long last = forcedHeads[priority.code()].number();
        for (long number = from; number <= last && entries.size() < maxEntries; number++) {
            Entry entry = at(priority, number);
            bytes += entry.payload().length;
            if (bytes > maxBytes && !entries.isEmpty()) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    /// The head of a chain as it was at a number: 0 is the start of the chain.
    public synchronized Head headAt(Priority priority, long number) throws IOException {
        checkWorks();
        if (number <= carried.count(priority)) {
            return carried.head(priority, number);
        }
        long place = index.before(priority) + number;
        if (place <= destroyed[priority.code()]) {
            // Its head can be read without its key, and was checked against the segment behind.
            OpenSegment segment = segments.get(index.segment(priority, place));
            long offset = index.offset(priority, place);
            Frame frame = Frame.decode(segment.file().read(offset, Frame.HEAD_BYTES));
            if (frame == null || frame.head().number() != number) {
                throw new IOException(
                        "journal segment " + segment.name() + " changed at " + offset);
            }
            return frame.head();
        }
        return at(priority, number).head();
    }

    /// The first entry of a chain that can still be read; one beyond the last when none can.
    public synchronized long firstReadable(Priority priority) {
        long first = Math.max(1, destroyed[priority.code()] - index.before(priority) + 1);
        return carried.isGone() ? Math.max(first, carried.count(priority) + 1) : first;
    }

    /// Up to where the hub was known to hold the incarnation before the present one, by priority: 0
    /// where all that could be read was carried over, or where there was none.
    public synchronized long[] formerHeld() {
        return formerHeld.clone();
    }

    /// Closed segments that can still be read and that the hub holds all of, the oldest first, up
    /// to the first that it does not.
    ///
    /// @param receipted number of each chain of the present incarnation, by priority
    synchronized List<Long> coveredSegments(long[] receipted) {
        List<Long> covered = new ArrayList<>();
        for (OpenSegment segment : segments) {
            if (!covers(receipted, segment)) {
                break;
            }
            if (!segment.keyDestroyed()) {
                covered.add(numberOf(segment.name()));
            }
        }
        return covered;
    }

    private boolean covers(long[] receipted, OpenSegment segment) {
        Head[] ended = segment.ended();
        if (ended == null) {
            return false;
        }
        for (Priority priority : Priority.values()) {
            int chain = priority.code();
            // What was written before this incarnation is either carried over or was receipted
            // then;
            // and nobody can follow the carried chain any more once one of it is gone.
            long needed =
                    segment.isOf(incarnation) ? ended[chain].number() : carried.count(priority);
            if (needed > receipted[chain]) {
                return false;
            }
        }
        return true;
    }

    /// Destroys this node's way into a closed segment; only the hub can read it then.
    ///
    /// @throws IOException when it could not be written over
    /// @throws DurabilityLostException when the disk does not confirm it: stop the process
    synchronized void destroyKey(long number) throws IOException {
        checkWorks();
        for (int i = 0; i < segments.size(); i++) {
            OpenSegment segment = segments.get(i);
            if (numberOf(segment.name()) == number && segment.ended() != null) {
                segment.destroyKey();
                forceOrBreak(segment);
                countDestroyed(i);
                return;
            }
        }
        throw new IllegalArgumentException("no closed segment " + number);
    }

    private void countDestroyed(int segment) {
        for (Priority priority : Priority.values()) {
            int chain = priority.code();
            while (destroyed[chain] < index.total(priority)
                    && index.segment(priority, destroyed[chain] + 1) <= segment) {
                destroyed[chain]++;
            }
        }
    }

    private Entry placed(Priority priority, long place) throws IOException {
        return read(index.segment(priority, place), index.offset(priority, place));
    }

    private Entry at(Priority priority, long number) throws IOException {
        Entry entry = placed(priority, index.before(priority) + number);
        Head head = entry.head();
        if (number <= carried.count(priority)) {
            head = carried.head(priority, number - 1).next(incarnation, priority, entry.payload());
        }
        boolean isIt =
                entry.priority() == priority
                        && head.number() == number
                        && (number > carried.count(priority)
                                || head.equals(carried.head(priority, number)));
        if (!isIt) {
            // Authentic, but of another place: somebody moved entries about while this ran.
            throw new IOException(
                    "journal entry " + number + " of chain " + priority.code() + " was moved");
        }
        return new Entry(entry.sequence(), priority, head, entry.payload());
    }

    private Entry read(int place, long offset) throws IOException {
        OpenSegment segment = segments.get(place);
        try {
            Frame frame = Frame.decode(segment.file().read(offset, Frame.HEAD_BYTES));
            if (frame == null) {
                throw changed(segment, offset, null);
            }
            byte[] sealed = segment.file().read(offset + Frame.HEAD_BYTES, frame.length());
            byte[] payload = frame.open(segment.key(), sealed);
            return new Entry(frame.sequence(), frame.priority(), frame.head(), payload);
        } catch (NotAuthenticException | EOFException e) {
            // A length that leads beyond the end was as little written by this journal as the rest.
            throw changed(segment, offset, e);
        }
    }

    private static IOException changed(OpenSegment segment, long offset, @Nullable Exception why) {
        return new IOException("journal segment " + segment.name() + " changed at " + offset, why);
    }

    @FunctionalInterface
    public interface Visitor {
        void entry(Entry entry) throws IOException;
    }

    /// Visits durable entries of all chains in the order of their sequence, but for those whose key
    /// was destroyed: what a projection is rebuilt from.
    ///
    /// @param fromSequence first one wanted, from 1
    public void replay(long fromSequence, Visitor visitor) throws IOException {
        long upTo = recordedSequence();
        for (long at = fromSequence; at <= upTo; at++) {
            Entry entry;
            synchronized (this) {
                checkWorks();
                if (segments.get(index.segmentOf(at)).keyDestroyed()) {
                    continue;
                }
                entry = read(index.segmentOf(at), index.offsetOf(at));
            }
            visitor.entry(entry);
        }
    }

    /// One recorded entry.
    ///
    /// @return empty where its key was destroyed
    /// @throws IllegalArgumentException when nothing is recorded under that sequence
    public synchronized Optional<Entry> at(long sequence) throws IOException {
        if (sequence < 1 || sequence > recordedSequence()) {
            throw new IllegalArgumentException("no entry " + sequence + " is recorded");
        }
        checkWorks();
        return segments.get(index.segmentOf(sequence)).keyDestroyed()
                ? Optional.empty()
                : Optional.of(read(index.segmentOf(sequence), index.offsetOf(sequence)));
    }

    private void checkWorks() {
        if (broken != null) {
            throw broken;
        }
    }

    private RuntimeException breakWith(RuntimeException why) {
        broken = why;
        return why;
    }

    /// Closes the files. What was appended and not forced is not recorded.
    @Override
    public synchronized void close() throws IOException {
        broken = broken == null ? new IllegalStateException("the journal is closed") : broken;
        for (OpenSegment segment : segments) {
            segment.file().close();
        }
    }
}
