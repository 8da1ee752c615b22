package org.forpost.hub.ingest.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.ingest.ByHand;
import org.forpost.hub.ingest.Ingest;
import org.forpost.protocol.bundle.AnswerFolder;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.FileStoreMedium;
import org.forpost.protocol.bundle.Intake;
import org.forpost.protocol.bundle.UnfitException;
import org.forpost.protocol.bundle.Unpacking;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for bundles in the hub's directory, one after the other, hands what is in them to the
/// conversation, and puts the answers there.
///
/// By polling, like the releases: one directory listing costs less than the surprises of inotify.
/// What was handed in and not answered when the hub stops is handed in again after its start, and
/// counts once.
public final class BundleInbox implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BundleInbox.class);

    /// What `forpost bundle import` reads beside the answer.
    public static final String RESULT = "result.json";

    private static final long EVERY_MILLIS = 500;

    /// The conversation may be full of what nodes send.
    private static final long FULL_MILLIS = 20;

    private final HubIdentity identity;
    private final BundleShelf shelf;
    private final Ingest ingest;
    private final InstantSource clock;
    private final Consumer<String> trouble;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("bundles").daemon().factory());

    /// @param trouble told in one line why a bundle could not be taken in
    public BundleInbox(
            HubIdentity identity, Ingest ingest, InstantSource clock, Consumer<String> trouble) {
        this.identity = identity;
        this.shelf = new BundleShelf(identity.bundleDirectory());
        this.ingest = ingest;
        this.clock = clock;
        this.trouble = trouble;
    }

    /// Looks now, then again and again.
    public void start() {
        var _ = timer.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            for (String name : shelf.waiting()) {
                take(name);
            }
        } catch (IOException | RuntimeException e) {
            // A timer that throws is never called again.
            trouble.accept("a bundle could not be taken in: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String name) throws IOException, InterruptedException {
        Unpacking bundle;
        HubKeys.Nodes nodes = nodes(identity);
        try {
            bundle =
                    Unpacking.open(
                            FileStoreMedium.open(shelf.bundle(name)),
                            hubId(identity),
                            carriers(identity, nodes));
        } catch (UnfitException e) {
            shelf.answered(
                    name, folder -> result(folder, 0, 0, List.of(String.valueOf(e.getMessage()))));
            return;
        }
        Intake intake = new Intake(bundle, nodes, ingest::handTicket);
        while (!intake.done()) {
            handIn(intake.step(), intake);
            shelf.filesDone(name, intake.filesDone());
        }
        byte[] key = identity.receiptKey();
        byte[] answer =
                intake.answer(clock.millis())
                        .sign(Sign1.keyId(Ed25519.publicKey(key)), Ed25519.signer(key));
        shelf.answered(
                name,
                folder -> {
                    AnswerFolder.write(FileStoreMedium.open(folder), answer, intake.releases());
                    result(folder, bundle.manifest().envelopes(), intake.taken(), intake.faults());
                });
    }

    /// Tells the conversation all of it and waits until all is answered.
    private void handIn(List<HubEvent> events, Intake intake) throws InterruptedException {
        BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
        ByHand by =
                new ByHand() {
                    @Override
                    public void acknowledged(long ticket) {
                        answers.add(() -> intake.acknowledged(ticket));
                    }

                    @Override
                    public void rejected(long ticket, int code) {
                        answers.add(() -> intake.rejected(ticket, code));
                    }

                    @Override
                    public void told(HubAction.Told receipt) {
                        answers.add(() -> intake.told(receipt));
                    }

                    @Override
                    public void stands(HubAction.Stands answer) {
                        answers.add(() -> intake.stands(answer));
                    }
                };
        for (HubEvent event : events) {
            while (!handIn(event, by)) {
                Thread.sleep(FULL_MILLIS);
            }
        }
        while (!intake.answered()) {
            answers.take().run();
        }
    }

    private boolean handIn(HubEvent event, ByHand by) {
        return switch (event) {
            case HubEvent.BroughtHello hello ->
                    ingest.brought(event, hello.ticket(), hello.signed().length, by);
            case HubEvent.BroughtEnvelope one ->
                    ingest.brought(event, one.ticket(), one.envelope().length, by);
            case HubEvent.Asked asked -> ingest.brought(event, asked.ticket(), 0, by);
            default -> throw new IllegalStateException("a bundle makes no " + event);
        };
    }

    private static void result(Path folder, long envelopes, long taken, List<String> faults)
            throws IOException {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("envelopes", envelopes).put("taken", taken);
        var list = result.putArray("faults");
        faults.forEach(list::add);
        FileStoreMedium.open(folder)
                .write(RESULT, result.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// The keys of the enrolled nodes, as they are in the hub's directory now.
    public static HubKeys.Nodes nodes(HubIdentity identity) {
        return node -> {
            try {
                return identity.node(node).map(one -> Ed25519.check(one.signingKey())).orElse(null);
            } catch (IOException e) {
                LOG.error("{}: its registration cannot be read: {}", node, e.getMessage());
                return null;
            }
        };
    }

    /// Who may carry: not a node that was revoked, though what it recorded before still counts.
    public static HubKeys.Nodes carriers(HubIdentity identity, HubKeys.Nodes nodes) {
        return node -> identity.isRevoked(node) ? null : nodes.signatures(node);
    }

    /// What names this hub in a bundle.
    public static byte[] hubId(HubIdentity identity) throws IOException {
        return BundleManifest.hubId(Hpke.publicKey(identity.sealKey()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
