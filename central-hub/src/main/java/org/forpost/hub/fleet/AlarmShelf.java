package org.forpost.hub.fleet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the alarm book through restarts: a canonical CBOR array of alarms, oldest first, each an
/// array of code, node ("" for none), detail, first and last (milliseconds since 1970) and how
/// often. Written at most once a second however many are raised, and at the end.
public final class AlarmShelf implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmShelf.class);

    /// 200 alarms of 300 characters in any script are a quarter of it.
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_TEXT_BYTES = 1_200;

    private final Path file;
    private final AlarmBook book;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("alarms").daemon().unstarted(task));

    private AlarmShelf(Path file, AlarmBook book) {
        this.file = file;
        this.book = book;
    }

    /// Enters what was kept, and keeps the book from now on. A file that cannot be read is told of
    /// and begun anew.
    public static AlarmShelf open(Path file, AlarmBook book) {
        var shelf = new AlarmShelf(file, book);
        try {
            book.restore(shelf.read());
        } catch (IOException | MalformedException e) {
            LOG.warn("the alarms of before are not in the book: {}", e.getMessage());
        }
        book.onAlarm(alarm -> shelf.later());
        return shelf;
    }

    private void later() {
        if (!writer.isShutdown() && due.compareAndSet(false, true)) {
            var _ = writer.schedule(this::write, 1, TimeUnit.SECONDS);
        }
    }

    private synchronized void write() {
        due.set(false);
        try {
            List<Alarm> alarms = book.latest();
            CborWriter out = new CborWriter().array(alarms.size());
            for (Alarm one : alarms) {
                out.array(6).text(one.code().key()).text(one.node() == null ? "" : one.node());
                out.text(one.detail()).uint(one.first().toEpochMilli());
                out.uint(one.last().toEpochMilli()).uint(one.times());
            }
            replace(out.toByteArray());
        } catch (IOException | RuntimeException e) {
            LOG.warn("the alarms could not be kept: {}", e.getMessage());
        }
    }

    private void replace(byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Alarm> read() throws IOException, MalformedException {
        List<Alarm> alarms = new ArrayList<>();
        if (!Files.exists(file)) {
            return alarms;
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": at most " + MAX_BYTES + " bytes expected");
        }
        CborReader in = new CborReader(Files.readAllBytes(file));
        int count = in.array("alarms", AlarmBook.KEPT);
        for (int i = 0; i < count; i++) {
            String field = "alarms[" + i + "]";
            if (in.array(field, 6) != 6) {
                throw new MalformedException(field, "6 items", "fewer");
            }
            String key = in.text(field + ".code", 64);
            String node = in.text(field + ".node", 64);
            alarms.add(
                    new Alarm(
                            i + 1L,
                            code(field, key),
                            node.isEmpty() ? null : node,
                            in.text(field + ".detail", MAX_TEXT_BYTES),
                            instant(in.uint(field + ".first", Long.MAX_VALUE)),
                            instant(in.uint(field + ".last", Long.MAX_VALUE)),
                            (int) Math.max(1, in.uint(field + ".times", Integer.MAX_VALUE))));
        }
        in.end("alarms");
        return alarms;
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static Alarm.Code code(String field, String key) throws MalformedException {
        for (Alarm.Code code : Alarm.Code.values()) {
            if (code.key().equals(key)) {
                return code;
            }
        }
        throw new MalformedException(field + ".code", "the code of an alarm", key);
    }

    @Override
    public void close() {
        writer.shutdownNow();
        write();
    }
}
