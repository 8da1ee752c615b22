package org.forpost.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that only this lane can read: AES-256-GCM under a key derived from its storage key
/// (HMAC-SHA256 over the purpose, RFC 2104), a random nonce before the ciphertext, the purpose and
/// the file's name as associated data, so that no file passes for another.
///
/// A file is written under another name, forced, renamed, and its folder forced: what has its name
/// is whole. Safe for several threads as long as each name is one thread's.
public final class SealedFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SealedFolder.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,159}");
    private static final String PART = ".part";

    private final Path folder;
    private final String purpose;
    private final Aead aead;
    private final Randomness randomness;
    private final int most;

    /// @param folder made if it is not there
    /// @param purpose another one gives another key
    /// @param most bytes of one file's content
    public SealedFolder(
            Path folder, byte[] storageKey, String purpose, Randomness randomness, int most)
            throws IOException {
        Files.createDirectories(folder);
        this.folder = folder;
        this.purpose = purpose;
        this.aead = new Aead(derived(storageKey, purpose));
        this.randomness = randomness;
        this.most = most;
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                Files.delete(part); // cut off by a power cut, and told to nobody
            }
        }
    }

    private static byte[] derived(byte[] storageKey, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(storageKey, "HmacSHA256"));
            return mac.doFinal(("forpost/v1/" + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /// The names of all files, in no order.
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (NAME.matcher(name).matches() && !name.endsWith(PART)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a sealed file: " + name);
        }
        return folder.resolve(name);
    }

    private byte[] associated(String name) {
        return (purpose + "/" + name).getBytes(StandardCharsets.UTF_8);
    }

    /// Durable when it returns, in the place of what had this name.
    public void put(String name, byte[] content) throws IOException {
        if (content.length > most) {
            throw new IOException(
                    name + ": " + content.length + " bytes, at most " + most + " are kept");
        }
        Path file = file(name);
        byte[] nonce = randomness.bytes(Aead.NONCE_BYTES);
        byte[] sealed = aead.encrypt(nonce, associated(name), content);
        Path part = folder.resolve(name + PART);
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (ByteBuffer rest : List.of(ByteBuffer.wrap(nonce), ByteBuffer.wrap(sealed))) {
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        force();
    }

    private void force() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// @return empty where there is none, or none that this lane wrote under this name; the latter
    ///   is told to the log
    public Optional<byte[]> get(String name) throws IOException {
        Path file = file(name);
        try {
            if (Files.size(file) > most + Aead.NONCE_BYTES + Aead.TAG_BYTES) {
                LOG.warn("{} is longer than what is kept there", file);
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < Aead.NONCE_BYTES) {
                LOG.warn("{} is cut short", file);
                return Optional.empty();
            }
            return Optional.of(
                    aead.decrypt(
                            Arrays.copyOf(bytes, Aead.NONCE_BYTES),
                            associated(name),
                            Arrays.copyOfRange(bytes, Aead.NONCE_BYTES, bytes.length)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NotAuthenticException e) {
            LOG.warn("{} cannot be opened: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /// Gone when it returns; after a power cut it may be there again.
    public void drop(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }
}
