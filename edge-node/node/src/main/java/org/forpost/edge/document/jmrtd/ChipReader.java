package org.forpost.edge.document.jmrtd;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.spec.SecretKeySpec;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.CardReader.CardLink;
import org.forpost.edge.device.CardReader.ReaderGoneException;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.DocumentReader;
import org.forpost.edge.document.TrustAnchors;
import org.forpost.edge.document.jmrtd.StepLog.BrokenOffException;
import org.forpost.protocol.crypto.Randomness;
import org.jmrtd.protocol.AESSecureMessagingWrapper;

/// Reads chips on a reader, one at a time.
public final class ChipReader implements DocumentReader {
    /// JMRTD logs commands and answers, which are personal data. Held, because a logger that nobody
    /// holds forgets its level.
    private static final List<Logger> SILENT =
            List.of(Logger.getLogger("org.jmrtd"), Logger.getLogger("net.sf.scuba"));

    static {
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private static final int AES_KEY_BYTES = 16;

    /// The first loads classes; the curves' arithmetic is compiled after some more.
    private static final int REHEARSALS = 5;

    private final CardReader reader;
    private final TrustAnchors anchors;
    private final ChipLimits limits;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Randomness randomness;

    /// Not registered: certificates of passports have curves that the JDK has given up. One for all
    /// readers, since making one takes a good part of a reading.
    private static final Provider PROVIDER = new BouncyCastleProvider();

    /// @param clock for the dates of certificates
    /// @param nanos for limits, from any origin
    /// @param randomness for challenges; JMRTD has its own for keys
    public ChipReader(
            CardReader reader,
            TrustAnchors anchors,
            ChipLimits limits,
            InstantSource clock,
            LongSupplier nanos,
            Randomness randomness) {
        this.reader = reader;
        this.anchors = anchors;
        this.limits = limits;
        this.clock = clock;
        this.nanos = nanos;
        this.randomness = randomness;
    }

    /// Goes through some readings on a chip in memory, so that the first traveller does not wait
    /// for what a JVM does at its first: some seconds of one core. Meanwhile documents may be read.
    ///
    /// @return how the last one went; for tests
    public ChipReading rehearse() throws InterruptedException {
        Rehearsal with = Rehearsal.load(PROVIDER);
        // The way of sealing that PACE leads to, and the chip in memory does not.
        byte[] key = randomness.bytes(AES_KEY_BYTES);
        try {
            new AESSecureMessagingWrapper(
                            new SecretKeySpec(key, "AES"), new SecretKeySpec(key, "AES"), 0)
                    .wrap(new CommandAPDU(0, 0xB0, 0, 0, 4));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is in every Java", e);
        }
        ChipReader inMemory =
                new ChipReader(
                        with.reader(),
                        with.anchors(),
                        limits,
                        InstantSource.fixed(with.at()),
                        nanos,
                        randomness);
        ChipReading last = rehearse(inMemory, with);
        for (int round = 1; round < REHEARSALS; round++) {
            last = rehearse(inMemory, with);
        }
        return last;
    }

    private static ChipReading rehearse(ChipReader inMemory, Rehearsal with)
            throws InterruptedException {
        return inMemory.read(with.access(), ChipScope.BIOMETRICS, Duration.ZERO, Progress.none());
    }

    @Override
    public DeviceStatus status() {
        return reader.status();
    }

    @Override
    public ChipReading read(
            ChipAccess access, ChipScope scope, Duration patience, Progress progress)
            throws InterruptedException {
        Optional<CardLink> found;
        try {
            found = reader.connect(patience);
        } catch (ReaderGoneException e) {
            return new ChipReading.NoReader(String.valueOf(e.getMessage()));
        }
        if (found.isEmpty()) {
            return new ChipReading.NoDocument(
                    "No document lies on the reader. Lay it down with the chip's side on the"
                            + " glass and leave it there.");
        }
        try (CardLink link = found.get()) {
            return read(link, access, scope, progress);
        }
    }

    private ChipReading read(CardLink link, ChipAccess access, ChipScope scope, Progress progress)
            throws InterruptedException {
        BoundedCard card = new BoundedCard(link, limits, nanos);
        StepLog log = new StepLog(card, progress, nanos);
        ChipReason reason;
        try {
            return new ChipSession(card, log, anchors, PROVIDER, randomness, clock.instant())
                    .read(access, scope);
        } catch (BrokenOffException e) {
            reason = e.reason();
        } catch (CardServiceException e) {
            reason = ChipReason.REFUSED_BY_CHIP;
        }
        card.mustNotBeInterrupted();
        return new ChipReading.Broken(
                log.all(),
                reason,
                words(reason),
                new ChipReading.Cost(card.bytes(), card.exchanges(), card.took()));
    }

    private static String words(ChipReason reason) {
        return switch (reason) {
            case WRONG_KEY ->
                    "The chip does not open with the zone of this page. Compare the document"
                            + " number, the dates of birth and of expiry with the page, correct"
                            + " them and read again.";
            case CHIP_LOST ->
                    "The document was taken off the reader too early. Lay it down again and leave"
                            + " it until the reading is over.";
            case TOO_SLOW ->
                    "The chip is slower than the lane may wait. Lay the document down anew; if it"
                            + " repeats, go on by the page alone and refer in doubt.";
            case ENDLESS ->
                    "The chip gives more answers than any document has. It is not read; take the"
                            + " document for suspect and refer to second line.";
            default ->
                    "The chip does not answer as a passport does. Read again; if it repeats, go on"
                            + " by the page alone and refer in doubt.";
        };
    }
}
