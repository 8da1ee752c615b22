package org.forpost.edge;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.JournalLogbook;
import org.forpost.edge.store.NotRecordedException;
import org.forpost.edge.store.h2.Projection;
import org.forpost.edge.uplink.Downstream;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.sync.EdgeAction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands what the hub sends to whom it concerns, and notes for the audit what was refused.
final class FromHub implements Downstream {
    private static final Logger LOG = LoggerFactory.getLogger(FromHub.class);

    /// A detail is cut to what fits a record in any script.
    private static final int MAX_DETAIL = Audit.MAX_DETAIL / 4;

    private final Projection projection;
    private final ReleasesInForce releases;
    private final JournalLogbook logbook;
    private final HybridClock clock;
    private final Timekeeping timekeeping;
    private final Randomness randomness;
    private volatile Runnable onChange = () -> {};
    private volatile Consumer<Receipt> forgetting = receipt -> {};
    private volatile @Nullable LanesOfPost lanes;
    private String lastNote = "";

    FromHub(
            Projection projection,
            ReleasesInForce releases,
            JournalLogbook logbook,
            HybridClock clock,
            Timekeeping timekeeping,
            Randomness randomness) {
        this.projection = projection;
        this.releases = releases;
        this.logbook = logbook;
        this.clock = clock;
        this.timekeeping = timekeeping;
        this.randomness = randomness;
    }

    void onChange(Runnable watcher) {
        onChange = watcher;
    }

    /// The hub's signed time of an earlier run.
    void remembered(long hubMillis) {
        clock.remembered(hubMillis);
        timekeeping.time().known(hubMillis);
    }

    /// How long this machine was running in all.
    long uptimeMillis() {
        return timekeeping.time().uptimeMillis();
    }

    void onReceipt(Consumer<Receipt> listener) {
        forgetting = listener;
    }

    /// @param others hear what the hub says of their records, and what they need not keep any more
    void onWordForPeers(LanesOfPost others) {
        lanes = others;
    }

    @Override
    public void receipted(Receipt receipt, boolean fresh) {
        projection.receipted(receipt.priority(), receipt.head().number());
        if (fresh) {
            clock.confirmedByHub(receipt.hubMillis());
            timekeeping.time().heard(receipt.hubMillis());
        } else {
            remembered(receipt.hubMillis());
        }
        forgetting.accept(receipt);
        LanesOfPost others = lanes;
        if (others != null) {
            others.receipted(receipt);
        }
        onChange.run();
    }

    @Override
    public void peerReceipt(Receipt receipt, byte[] signed) {
        LanesOfPost others = lanes;
        if (others != null) {
            others.peerReceipt(receipt, signed);
        }
    }

    @Override
    public void carriedAway(byte[] object, EdgeAction.CarriedAway.Outcome outcome) {
        LanesOfPost others = lanes;
        if (others != null) {
            others.carriedAway(object, outcome);
        }
    }

    @Override
    public Optional<String> install(Manifest manifest, byte[] signed, byte[] content) {
        try {
            releases.install(manifest.role(), signed, content);
            note(
                    "release-installed",
                    manifest.role().name().toLowerCase(Locale.ROOT)
                            + " number "
                            + manifest.number());
            return Optional.empty();
        } catch (RefusedReleaseException e) {
            note("release-refused", String.valueOf(e.getMessage()));
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            note("release-not-stored", Trouble.line(e));
            return Optional.of("the release could not be stored: " + Trouble.line(e));
        } finally {
            onChange.run();
        }
    }

    @Override
    public void refused(String why) {
        releases.refused(why);
        note("release-refused", why);
        onChange.run();
    }

    @Override
    public boolean quarantined(EdgeAction.Quarantined told) {
        LOG.warn("the hub holds records in quarantine: {}", told.audit().detail());
        try {
            logbook.write(List.of(new Draft(RecordId.random(randomness), told.audit())));
            return true;
        } catch (NotRecordedException e) {
            LOG.error("not noted: {}", e.happened());
            return false;
        } finally {
            onChange.run();
        }
    }

    @Override
    public Optional<String> begin(EdgeAction.NewIncarnation ending) {
        try {
            logbook.begin(RecordId.random(randomness), ending);
            projection.incarnationBegan();
            LOG.warn("the journal began a new incarnation: {}", ending.why());
            return Optional.empty();
        } catch (NotRecordedException e) {
            return Optional.of(e.happened());
        } finally {
            onChange.run();
        }
    }

    @Override
    public void alarm(EdgeAction.Alarm alarm) {
        note("alarm", alarm.what());
    }

    @Override
    public void linkChanged() {
        LanesOfPost others = lanes;
        if (others != null) {
            others.linkChanged();
        }
        onChange.run();
    }

    /// The same refusal comes with every contact; one note of it is enough.
    synchronized void note(String event, String detail) {
        String line = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
        if (lastNote.equals(event + line)) {
            return;
        }
        lastNote = event + line;
        LOG.info("{}: {}", event, line);
        try {
            logbook.write(List.of(new Draft(RecordId.random(randomness), new Audit(event, line))));
        } catch (NotRecordedException e) {
            LOG.error("not noted: {}", e.happened());
        }
    }
}
