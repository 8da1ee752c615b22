package org.forpost.edge.uplink.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.forpost.protocol.bundle.AnswerFolder;
import org.forpost.protocol.bundle.FileStoreMedium;
import org.forpost.protocol.bundle.Names;
import org.forpost.protocol.bundle.UnfitException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.sync.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where `forpost bundle take` leaves the hub's answers for the lane, which may be running: one
/// folder each, that appears whole.
///
/// ```
/// inbox/NAME/answer.fpb       NAME is half of its hash
/// inbox/NAME/release-1.fpb    content of a release that it names
/// ```
///
/// An answer is gone from here once the lane has taken it in. Taken twice it does no harm.
public final class AnswerInbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerInbox.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final int NAME_BYTES = 16;

    private final Path folder;
    private final String node;
    private final SignatureCheck hub;
    private final SignatureCheck releaseKey;
    private final Taker taker;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("answers").daemon().unstarted(task));

    /// Takes an answer in.
    @FunctionalInterface
    public interface Taker {
        /// @param taken run once it was taken in
        void take(EdgeEvent.Brought answer, Runnable taken);
    }

    /// @param node whose answers are taken
    /// @param hub checks the hub's receipt key
    public AnswerInbox(
            Path folder, String node, SignatureCheck hub, SignatureCheck releaseKey, Taker taker) {
        this.folder = folder;
        this.node = node;
        this.hub = hub;
        this.releaseKey = releaseKey;
        this.taker = taker;
    }

    /// Looks now, then again and again.
    public AnswerInbox start() {
        var _ = timer.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    private void look() {
        try {
            for (String name : waiting(folder)) {
                if (underWay.add(name)) {
                    take(name);
                }
            }
        } catch (IOException | RuntimeException e) {
            // A timer that throws is never called again.
            LOG.warn("the inbox for answers cannot be read: {}", e.getMessage());
        }
    }

    private static List<String> waiting(Path folder) throws IOException {
        try (Stream<Path> answers = Files.list(folder)) {
            return answers.map(one -> one.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void take(String name) {
        AnswerFolder.@Nullable Found found = null;
        try {
            found =
                    AnswerFolder.read(
                            FileStoreMedium.open(folder.resolve(name)), node, hub, releaseKey);
        } catch (UnfitException | IOException e) {
            LOG.warn("an answer in the inbox is not taken: {}", e.getMessage());
        }
        if (found == null) {
            taken(name);
        } else {
            taker.take(found.event(), () -> taken(name));
        }
    }

    private void taken(String name) {
        try {
            deleteTree(folder.resolve(name));
        } catch (IOException e) {
            LOG.warn("an answer that was taken in is still in the inbox: {}", e.getMessage());
        }
        // It may be left there again, and is then taken again.
        underWay.remove(name);
    }

    /// Leaves an answer with its releases there.
    ///
    /// @return the folder that is gone once the lane has taken it in
    public static Path leave(Path inbox, AnswerFolder.Found found) throws IOException {
        String name = HexFormat.of().formatHex(Sha256.of(found.signed()), 0, NAME_BYTES);
        Path target = inbox.resolve(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return target;
        }
        Files.createDirectories(inbox);
        Path draft = inbox.resolve("." + name + "-" + ProcessHandle.current().pid());
        deleteTree(draft);
        FileStoreMedium medium = FileStoreMedium.create(draft);
        for (EdgeEvent.Carried release : found.event().releases()) {
            medium.write(Names.release(role(release)), release.content());
        }
        medium.write(Names.ANSWER, found.signed());
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(inbox, StandardOpenOption.READ)) {
            directory.force(true);
        }
        return target;
    }

    private static int role(EdgeEvent.Carried release) throws IOException {
        try {
            return Manifest.open(release.signed(), (message, signature) -> true).role().code();
        } catch (org.forpost.protocol.cbor.MalformedException
                | org.forpost.protocol.crypto.NotAuthenticException e) {
            throw new IOException("a release that was checked cannot be read any more", e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
