package org.forpost.hub.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.ReleaseGate;
import org.forpost.protocol.release.Role;

/// The releases of this hub, two files each:
///
/// ```
/// watchlist-00000007.content     what nodes fetch; so rules-…, operators-… and trust-…
/// watchlist-00000007.manifest    its signed manifest; the release exists once this has its name
/// .lock                          held while a release is made, by whichever process makes it
/// ```
///
/// The content is forced before its manifest is written, and the manifest before it gets its name:
/// a release whose manifest is there is whole. Numbers count up by one in each role and are never
/// used again.
public final class ReleaseShelf {
    /// A signed manifest is about 200 bytes.
    private static final int MAX_MANIFEST_BYTES = 1024;

    private final Path directory;

    public ReleaseShelf(Path directory) {
        this.directory = directory;
    }

    /// A release as it stands here.
    ///
    /// @param signed the manifest as its signer made it
    /// @param content the bytes that the manifest names
    public record Shelved(Manifest manifest, byte[] signed, byte[] content) {}

    /// Makes the next release of a role.
    ///
    /// @param signingKey Ed25519 seed
    /// @throws IOException if it cannot be made durable; its number then stays free
    public Manifest publish(
            Role role, byte[] content, Instant issued, Instant expires, byte[] signingKey)
            throws IOException {
        if (content.length > Manifest.MAX_CONTENT_BYTES) {
            throw new IOException(
                    "the release would have "
                            + content.length
                            + " bytes; nodes take at most "
                            + Manifest.MAX_CONTENT_BYTES);
        }
        try (FileChannel lock =
                        FileChannel.open(
                                directory.resolve(".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            long number = newestNumber(role).orElse(0) + 1;
            var manifest =
                    new Manifest(
                            role,
                            number,
                            issued.toEpochMilli(),
                            expires.toEpochMilli(),
                            Sha256.of(content),
                            content.length);
            byte[] keyId = Sign1.keyId(Ed25519.publicKey(signingKey));
            byte[] signed = manifest.sign(keyId, Ed25519.signer(signingKey));
            put(file(role, number, "content"), content);
            put(file(role, number, "manifest"), signed);
            return manifest;
        }
    }

    private void put(Path file, byte[] bytes) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Number of the newest release of a role that is whole.
    public OptionalLong newestNumber(Role role) throws IOException {
        Pattern manifest = Pattern.compile(name(role) + "-(\\d{8})\\.manifest");
        try (var files = Files.list(directory)) {
            return files.map(file -> manifest.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(matched -> Long.parseLong(matched.group(1)))
                    .max();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /// The newest release of a role, checked.
    ///
    /// @param releaseKey Ed25519 public key
    /// @throws IOException if it is there and is not what this hub signed
    public Optional<Shelved> newest(Role role, byte[] releaseKey) throws IOException {
        OptionalLong number = newestNumber(role);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Path manifestFile = file(role, number.getAsLong(), "manifest");
        byte[] signed = bounded(manifestFile, MAX_MANIFEST_BYTES);
        byte[] content =
                bounded(file(role, number.getAsLong(), "content"), Manifest.MAX_CONTENT_BYTES);
        try {
            Manifest manifest = Manifest.open(signed, Ed25519.check(releaseKey));
            var gate = new ReleaseGate(role, Ed25519.check(releaseKey), 0);
            if (manifest.role() != role
                    || manifest.number() != number.getAsLong()
                    || !gate.fits(manifest, content)) {
                throw new IOException(manifestFile + ": its content is not what was signed");
            }
            return Optional.of(new Shelved(manifest, signed, content));
        } catch (MalformedException | NotAuthenticException e) {
            throw new IOException(manifestFile + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bounded(Path file, int most) throws IOException {
        if (Files.size(file) > most) {
            throw new IOException(file + ": expected at most " + most + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private Path file(Role role, long number, String kind) {
        return directory.resolve(
                String.format(Locale.ROOT, "%s-%08d.%s", name(role), number, kind));
    }
}
