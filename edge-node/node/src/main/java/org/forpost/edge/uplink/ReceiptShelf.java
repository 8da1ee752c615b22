package org.forpost.edge.uplink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;

/// The hub's last receipt for each chain, as files. They can be lost without harm: the hub gives
/// them again at the next contact. They are believed only with the hub's signature.
public final class ReceiptShelf {
    private static final int MAX_BYTES = 8 * 1024;

    private final Path folder;
    private final byte[] incarnation;
    private final SignatureCheck hub;

    /// @param folder made if it is not there
    /// @param incarnation of the journal in use: receipts for another one do not count
    public ReceiptShelf(Path folder, byte[] incarnation, SignatureCheck hub) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder;
        this.incarnation = incarnation.clone();
        this.hub = hub;
    }

    /// The receipted head of each chain, by priority.
    ///
    /// @param says told in one line of a file that is not believed
    public Head[] load(Consumer<String> says) {
        Head[] heads = new Head[Priority.COUNT];
        Arrays.fill(heads, Head.START);
        for (Priority priority : Priority.values()) {
            Path file = file(priority);
            if (!Files.exists(file)) {
                continue;
            }
            try {
                if (Files.size(file) > MAX_BYTES) {
                    throw new IOException("at most " + MAX_BYTES + " bytes expected");
                }
                Receipt receipt = Receipt.open(Files.readAllBytes(file), hub);
                if (receipt.priority() == priority
                        && Arrays.equals(receipt.incarnation(), incarnation)) {
                    heads[priority.code()] = receipt.head();
                }
            } catch (IOException | MalformedException | NotAuthenticException e) {
                says.accept(
                        "receipt "
                                + file.getFileName()
                                + " is not believed, the hub gives another: "
                                + e.getMessage());
            }
        }
        return heads;
    }

    void put(Receipt receipt, byte[] signed) throws IOException {
        Path file = file(receipt.priority());
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

    private Path file(Priority priority) {
        return folder.resolve("chain-" + priority.code() + ".receipt");
    }
}
