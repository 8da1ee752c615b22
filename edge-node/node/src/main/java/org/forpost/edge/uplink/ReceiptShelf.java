package org.forpost.edge.uplink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeConversation;
import org.jspecify.annotations.Nullable;

/// The hub's last receipt for each chain, and the last one that told of refused records, as files.
/// They can be lost without harm: the hub gives them again at the next contact. They are believed
/// only with the hub's signature.
public final class ReceiptShelf {
    private static final int MAX_BYTES = 8 * 1024;

    private static final String RETENTION = "covered-since";

    /// 60,000 segments of 8 MiB.
    private static final int MAX_RETENTION_BYTES = 1 << 20;

    private final Path folder;
    private final SignatureCheck hub;

    /// @param folder made if it is not there
    public ReceiptShelf(Path folder, SignatureCheck hub) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder;
        this.hub = hub;
    }

    /// What the node remembers of an incarnation of its journal; receipts for another do not count.
    ///
    /// @param says told in one line of a file that is not believed
    public EdgeConversation.Standing load(byte[] incarnation, Consumer<String> says) {
        EdgeConversation.Standing standing = EdgeConversation.Standing.none();
        for (Priority priority : Priority.values()) {
            int place = priority.code();
            Receipt receipt = read(file(priority), priority, incarnation, says);
            if (receipt != null) {
                standing.receipted()[place] = receipt.head();
            }
            Receipt told = read(toldFile(priority), priority, incarnation, says);
            if (told != null && !told.refused().isEmpty()) {
                standing.told()[place] = told.refused().getLast().number();
            }
        }
        return standing;
    }

    /// The last receipts as the hub signed them, whatever the incarnation: what goes into a bundle.
    public List<byte[]> signed(Consumer<String> says) throws IOException {
        List<byte[]> signed = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            if (read(file(priority), priority, says) != null) {
                signed.add(Files.readAllBytes(file(priority)));
            }
        }
        return signed;
    }

    /// The latest time that the hub has signed, whatever the incarnation; 0 for none.
    public long latestHubMillis(Consumer<String> says) {
        long latest = 0;
        for (Priority priority : Priority.values()) {
            Receipt receipt = read(file(priority), priority, says);
            latest = receipt == null ? latest : Math.max(latest, receipt.hubMillis());
        }
        return latest;
    }

    private @Nullable Receipt read(
            Path file, Priority priority, byte[] incarnation, Consumer<String> says) {
        Receipt receipt = read(file, priority, says);
        return receipt != null && Arrays.equals(receipt.incarnation(), incarnation)
                ? receipt
                : null;
    }

    private @Nullable Receipt read(Path file, Priority priority, Consumer<String> says) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("at most " + MAX_BYTES + " bytes expected");
            }
            Receipt receipt = Receipt.open(Files.readAllBytes(file), hub);
            return receipt.priority() == priority ? receipt : null;
        } catch (IOException | MalformedException | NotAuthenticException e) {
            says.accept(
                    "receipt "
                            + file.getFileName()
                            + " is not believed, the hub gives another: "
                            + e.getMessage());
            return null;
        }
    }

    /// Replaces the receipt of its chain.
    void put(Receipt receipt, byte[] signed) throws IOException {
        write(file(receipt.priority()), signed);
    }

    /// The last receipt of a chain as the hub signed it, for whoever keeps this lane's records.
    public Optional<byte[]> signed(Priority priority) {
        Path file = file(priority);
        try {
            return Files.size(file) > MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            return Optional.empty(); // none came yet, or the disk fails: the next one tells it
        }
    }

    /// The refused records that this receipt tells of are noted: they need not be told again.
    void told(Receipt receipt, byte[] signed) throws IOException {
        write(toldFile(receipt.priority()), signed);
    }

    /// Since when each closed segment of the journal is covered by receipts: see
    /// [Retention.Covered]. What cannot be read begins to count anew.
    public Retention.Covered covered(Consumer<String> says) {
        Path file = folder.resolve(RETENTION);
        if (!Files.exists(file)) {
            return Retention.Covered.nothing();
        }
        try {
            if (Files.size(file) > MAX_RETENTION_BYTES) {
                throw new IOException("at most " + MAX_RETENTION_BYTES + " bytes expected");
            }
            CborReader in = new CborReader(Files.readAllBytes(file));
            if (in.array("retention", 2) != 2) {
                throw new MalformedException("retention", "incarnation and segments", "fewer");
            }
            byte[] incarnation = in.exactly("retention.incarnation", 16);
            int segments = in.array("retention.segments", MAX_RETENTION_BYTES);
            SortedMap<Long, Retention.Moment> since = new TreeMap<>();
            for (int i = 0; i < segments; i++) {
                if (in.array("retention.segment", 3) != 3) {
                    throw new MalformedException("retention.segment", "number and times", "fewer");
                }
                since.put(
                        in.uint("retention.number", Long.MAX_VALUE),
                        new Retention.Moment(
                                in.uint("retention.hub_time", Long.MAX_VALUE),
                                in.uint("retention.uptime", Long.MAX_VALUE)));
            }
            in.end("retention");
            return new Retention.Covered(incarnation, since);
        } catch (IOException | MalformedException e) {
            says.accept("the retention times begin anew: " + e.getMessage());
            return Retention.Covered.nothing();
        }
    }

    /// Keeps what [#covered] gives.
    public void keepCovered(Retention.Covered covered) throws IOException {
        CborWriter out = new CborWriter().array(2).bytes(covered.incarnation());
        out.array(covered.since().size());
        covered.since()
                .forEach((segment, at) ->
                        out.array(3).uint(segment).uint(at.hubMillis()).uint(at.uptimeMillis()));
        write(folder.resolve(RETENTION), out.toByteArray());
    }

    private static void write(Path file, byte[] signed) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(signed);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path toldFile(Priority priority) {
        return folder.resolve("chain-" + priority.code() + ".refused");
    }

    private Path file(Priority priority) {
        return folder.resolve("chain-" + priority.code() + ".receipt");
    }
}
