package org.forpost.hub.release;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// Looks for new releases on the shelf, which another process puts there.
///
/// By polling: one directory listing costs less than the surprises of inotify on network and
/// overlay file systems.
public final class ReleaseWatch implements Closeable {
    private static final long EVERY_MILLIS = 500;

    private final ReleaseShelf shelf;
    private final byte[] releaseKey;
    private final Consumer<ReleaseShelf.Shelved> found;
    private final Consumer<String> trouble;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("releases").daemon().factory());
    private final Map<Role, Manifest> current = new ConcurrentHashMap<>();

    /// @param releaseKey Ed25519 public key that all releases are signed by
    /// @param found told of each newer release
    /// @param trouble told in one line why a release was passed over
    public ReleaseWatch(
            ReleaseShelf shelf,
            byte[] releaseKey,
            Consumer<ReleaseShelf.Shelved> found,
            Consumer<String> trouble) {
        this.shelf = shelf;
        this.releaseKey = releaseKey;
        this.found = found;
        this.trouble = trouble;
    }

    /// Looks once, then again and again.
    public void start() {
        look();
        var _ =
                timer.scheduleWithFixedDelay(
                        this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// The newest release of a role that was found so far.
    public @Nullable Manifest current(Role role) {
        return current.get(role);
    }

    private void look() {
        for (Role role : Role.values()) {
            look(role);
        }
    }

    private void look(Role role) {
        try {
            Manifest known = current.get(role);
            OptionalLong newest = shelf.newestNumber(role);
            if (newest.isPresent() && (known == null || newest.getAsLong() > known.number())) {
                shelf.newest(role, releaseKey).ifPresent(this::take);
            }
        } catch (IOException | RuntimeException e) {
            // A timer that throws is never called again.
            trouble.accept(String.valueOf(e.getMessage()));
        }
    }

    private void take(ReleaseShelf.Shelved release) {
        current.put(release.manifest().role(), release.manifest());
        found.accept(release);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
