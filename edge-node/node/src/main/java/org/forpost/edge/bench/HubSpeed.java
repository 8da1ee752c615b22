package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.identity.Identity;
import org.forpost.protocol.crypto.Randomness;
import org.jspecify.annotations.Nullable;

/// How many records a running hub verifies, forces and receipts in a second, from nodes that all
/// have a backlog.
public final class HubSpeed {
    /// Until the hub's compiler has seen its path often enough.
    private static final int WARM_UP_RECORDS = 60_000;

    private static final int PATIENCE_SECONDS = 300;

    private final Dialling dialling;
    private final Randomness randomness;

    /// @param perSecond verified, forced and receipted
    /// @param hubCpuMicros processor time of the hub's process for each record, its registry's
    ///   included
    /// @param registryPerSecond the same records in the hub's registry, from the first that was
    ///   sent to the last that was there
    public record Figures(
            int records,
            int nodes,
            double perSecond,
            double hubCpuMicros,
            double registryPerSecond) {}

    public HubSpeed(Dialling dialling, Randomness randomness) {
        this.dialling = dialling;
        this.randomness = randomness;
    }

    /// @param home where `deploy-scripts/forpost` lies
    /// @param place an empty folder
    public Figures measure(Path home, Path place, int nodes, int records)
            throws IOException, InterruptedException {
        try (HubProgram hub = HubProgram.start(home, place)) {
            List<LoadingNode> senders = new ArrayList<>();
            List<List<byte[]>> warmUp = new ArrayList<>();
            List<List<byte[]>> counted = new ArrayList<>();
            try {
                for (int i = 1; i <= nodes; i++) {
                    Identity identity = Identity.read(hub.enrol("bench-" + i));
                    LoadingNode sender = new LoadingNode(identity, i, randomness);
                    senders.add(sender);
                    sender.dial(dialling.to("127.0.0.1", hub.mqttPort(), identity));
                }
                senders.forEach(sender -> warmUp.add(sender.seal(WARM_UP_RECORDS / nodes)));
                send(senders, warmUp);
                awaitRegistry(hub, (long) WARM_UP_RECORDS / nodes * nodes);
                senders.forEach(sender -> counted.add(sender.seal(records / nodes)));
                return measure(hub, senders, counted, records / nodes * nodes);
            } finally {
                senders.forEach(LoadingNode::hangUp);
            }
        }
    }

    private Figures measure(
            HubProgram hub, List<LoadingNode> senders, List<List<byte[]>> messages, int records)
            throws IOException, InterruptedException {
        long before = hub.inRegistry();
        long cpu = hub.cpu().toNanos();
        long begin = System.nanoTime();
        send(senders, messages);
        double receipted = (System.nanoTime() - begin) / 1e9;
        awaitRegistry(hub, before + records);
        double projected = (System.nanoTime() - begin) / 1e9;
        double micros = (hub.cpu().toNanos() - cpu) / 1e3 / records;
        return new Figures(
                records, senders.size(), records / receipted, micros, records / projected);
    }

    private static void send(List<LoadingNode> senders, List<List<byte[]>> messages)
            throws IOException, InterruptedException {
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).send(messages.get(i));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (LoadingNode sender : senders) {
            @Nullable String trouble = sender.awaitReceipted(deadline);
            if (trouble != null) {
                throw new IOException("the hub's speed could not be measured: " + trouble);
            }
        }
    }

    private static void awaitRegistry(HubProgram hub, long records)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (hub.inRegistry() < records) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the hub's registry does not follow its ledger");
            }
            // Each look costs the hub a page of JSON.
            Thread.sleep(100);
        }
    }
}
