package org.forpost.edge.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.ReleaseGate;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// The release of one role that is in force.
///
/// ```
/// none ──► n in force ──install m > n──► m in force       (durable before it is used)
///               │  ▲
///               └──┘ refused: signature, role, number, content that does not fit or cannot be read
/// ```
///
/// Safe for several threads; whoever asks gets the whole of one release.
///
/// @param <T> its content, read
public final class InForce<T> {
    private final Role role;
    private final ReleaseFile file;
    private final SignatureCheck key;
    private final TrustedTime time;
    private final Reader<T> reader;
    private final CopyOnWriteArrayList<Consumer<Release<T>>> watchers =
            new CopyOnWriteArrayList<>();
    private volatile @Nullable Release<T> current;
    private volatile @Nullable String refusal;

    /// Makes what is used of a release's bytes.
    @FunctionalInterface
    public interface Reader<T> {
        /// @throws MalformedException naming the field that is not as it should be
        /// @throws RefusedReleaseException in one line, for what has no such field
        T read(Manifest manifest, byte[] content)
                throws MalformedException, RefusedReleaseException;
    }

    /// A release as it is used. Never changes.
    public record Release<T>(Manifest manifest, T content) {}

    private InForce(
            Role role, ReleaseFile file, SignatureCheck key, TrustedTime time, Reader<T> reader) {
        this.role = role;
        this.file = file;
        this.key = key;
        this.time = time;
        this.reader = reader;
    }

    /// Reads the release of the last run and verifies it again. One that does not verify is not
    /// taken, and [#refusal] says so; the hub sends it anew.
    ///
    /// @param folder exists
    /// @param time learns when a release was issued
    public static <T> InForce<T> open(
            Path folder, Role role, SignatureCheck key, TrustedTime time, Reader<T> reader) {
        String name = role.name().toLowerCase(Locale.ROOT);
        InForce<T> inForce =
                new InForce<>(role, new ReleaseFile(folder, name + ".release"), key, time, reader);
        try {
            Optional<ReleaseFile.Stored> stored = inForce.file.read();
            if (stored.isPresent()) {
                inForce.current = inForce.verified(stored.get());
            }
        } catch (IOException | RefusedReleaseException e) {
            inForce.refusal = "the stored " + name + " is not used: " + e.getMessage();
        }
        return inForce;
    }

    /// Number of the release that lies in `folder`, for whoever only wants to know that; 0 where
    /// there is none that `key` signed.
    public static long held(Path folder, Role role, SignatureCheck key) throws IOException {
        String name = role.name().toLowerCase(Locale.ROOT) + ".release";
        Optional<ReleaseFile.Stored> stored = new ReleaseFile(folder, name).read();
        return stored.isPresent()
                        && new ReleaseGate(role, key, 0).offer(stored.get().signedManifest())
                                instanceof ReleaseGate.Answer.Wanted(Manifest manifest)
                ? manifest.number()
                : 0;
    }

    /// Runs `watcher` with each release from now on, once it is in force.
    public void onInstalled(Consumer<Release<T>> watcher) {
        watchers.add(watcher);
    }

    /// Makes a release durable and puts it in force.
    ///
    /// @throws RefusedReleaseException when it stays out; the one before it stays in force
    /// @throws IOException when the disk does not take it
    public synchronized Manifest install(byte[] signedManifest, byte[] content)
            throws RefusedReleaseException, IOException {
        Release<T> next;
        try {
            next = verified(new ReleaseFile.Stored(signedManifest, content));
        } catch (RefusedReleaseException e) {
            refusal = e.getMessage();
            throw e;
        }
        file.write(signedManifest, content);
        current = next;
        refusal = null;
        watchers.forEach(watcher -> watcher.accept(next));
        return next.manifest();
    }

    /// The release in force as it lies on the disk, for whoever hands it on.
    public Optional<Stored> stored() throws IOException {
        return file.read().map(one -> new Stored(one.signedManifest(), one.content()));
    }

    /// @param signed its manifest
    public record Stored(byte[] signed, byte[] content) {}

    /// Something that claimed to be a release was refused before it got here.
    public void refused(String why) {
        refusal = why;
    }

    private Release<T> verified(ReleaseFile.Stored stored) throws RefusedReleaseException {
        ReleaseGate gate = new ReleaseGate(role, key, number());
        return switch (gate.offer(stored.signedManifest())) {
            case ReleaseGate.Answer.Refused refused ->
                    throw new RefusedReleaseException(refused.why());
            case ReleaseGate.Answer.Held held ->
                    throw new RefusedReleaseException(
                            "release refused: number " + held.number() + " is in force already");
            case ReleaseGate.Answer.Wanted wanted -> {
                if (!gate.fits(wanted.manifest(), stored.content())) {
                    throw new RefusedReleaseException(
                            "release refused: its content is not what was signed");
                }
                Release<T> release = read(wanted.manifest(), stored.content());
                time.known(wanted.manifest().issuedMillis());
                yield release;
            }
        };
    }

    private Release<T> read(Manifest manifest, byte[] content) throws RefusedReleaseException {
        try {
            return new Release<>(manifest, reader.read(manifest, content));
        } catch (MalformedException | RefusedReleaseException | IllegalArgumentException e) {
            throw new RefusedReleaseException(
                    "release refused: number " + manifest.number() + ": " + e.getMessage());
        }
    }

    public Optional<Release<T>> current() {
        return Optional.ofNullable(current);
    }

    /// @return number of the release in force; 0 when there is none
    public long number() {
        Release<T> now = current;
        return now == null ? 0 : now.manifest().number();
    }

    /// @return why the last release that was offered stays out, in one line for people; empty when
    ///   the last one came into force
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }
}
