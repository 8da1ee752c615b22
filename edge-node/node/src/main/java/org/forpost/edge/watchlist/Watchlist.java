package org.forpost.edge.watchlist;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.forpost.matching.Calibration;
import org.forpost.matching.Probe;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.Threshold;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.ReleaseGate;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// The watchlist release in force.
///
/// ```
/// none ──► n in force ──install m > n──► m in force       (durable before it is searched)
///               │  ▲
///               └──┘ refused: signature, number, content, a finger that cannot be read
/// ```
///
/// Safe for several threads; a search sees the whole of one release.
public final class Watchlist implements Screener {
    private static final String FILE = "watchlist.release";

    private final ReleaseFile file;
    private final SignatureCheck key;
    private final Calibration calibration;
    private final double falseMatchRate;
    private final SearchLimits limits;
    private final TrustedTime time;
    private volatile @Nullable InForce inForce;
    private volatile @Nullable String refusal;

    private Watchlist(
            ReleaseFile file,
            SignatureCheck key,
            Calibration calibration,
            double falseMatchRate,
            int most,
            TrustedTime time) {
        this.file = file;
        this.key = key;
        this.calibration = calibration;
        this.falseMatchRate = falseMatchRate;
        this.limits = new SearchLimits(new Threshold.Fmr(falseMatchRate), most);
        this.time = time;
    }

    /// Reads the release of the last run and verifies it again. One that does not verify is not
    /// taken, and the page says so; the hub sends it anew.
    ///
    /// @param folder exists
    /// @param falseMatchRate up to which candidates are shown
    /// @param most how many of them
    /// @param time tells when a release has expired, and learns when it was issued
    public static Watchlist open(
            Path folder,
            SignatureCheck key,
            Calibration calibration,
            double falseMatchRate,
            int most,
            TrustedTime time) {
        Watchlist watchlist =
                new Watchlist(
                        new ReleaseFile(folder, FILE),
                        key,
                        calibration,
                        falseMatchRate,
                        most,
                        time);
        try {
            Optional<ReleaseFile.Stored> stored = watchlist.file.read();
            if (stored.isPresent()) {
                watchlist.inForce = watchlist.verified(stored.get());
            }
        } catch (IOException | RefusedReleaseException e) {
            watchlist.refusal = "the stored watchlist is not used: " + e.getMessage();
        }
        return watchlist;
    }

    /// Makes a release durable and puts it in force.
    ///
    /// @throws RefusedReleaseException when it stays out; the one before it stays in force
    /// @throws IOException when the disk does not take it
    public synchronized Manifest install(byte[] signedManifest, byte[] content)
            throws RefusedReleaseException, IOException {
        try {
            var stored = new ReleaseFile.Stored(signedManifest, content);
            InForce next = verified(stored);
            file.write(signedManifest, content);
            inForce = next;
            refusal = null;
            return next.manifest();
        } catch (RefusedReleaseException e) {
            refusal = e.getMessage();
            throw e;
        }
    }

    /// Something that claimed to be a release was refused before it got here.
    public void refused(String why) {
        refusal = why;
    }

    private InForce verified(ReleaseFile.Stored stored) throws RefusedReleaseException {
        ReleaseGate gate = new ReleaseGate(Role.WATCHLIST, key, number());
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
                InForce built = built(wanted.manifest(), stored.content());
                time.known(wanted.manifest().issuedMillis());
                yield built;
            }
        };
    }

    private InForce built(Manifest manifest, byte[] content) throws RefusedReleaseException {
        try {
            return new InForce(
                    manifest, org.forpost.protocol.release.Watchlist.decode(content), calibration);
        } catch (MalformedException | UnusableTemplateException | IllegalArgumentException e) {
            throw new RefusedReleaseException(
                    "release refused: number " + manifest.number() + ": " + e.getMessage());
        }
    }

    /// @return number of the release in force; 0 when there is none
    public long number() {
        InForce now = inForce;
        return now == null ? 0 : now.manifest().number();
    }

    @Override
    public Screening screen(Probe probe) {
        InForce now = inForce;
        if (now == null) {
            return new Screening.NotCompared();
        }
        return new Screening.Compared(
                now.manifest().number(), falseMatchRate, now.search(probe, limits));
    }

    public Standing standing() {
        InForce now = inForce;
        if (now == null) {
            return new Standing(
                    0,
                    null,
                    0,
                    refusal != null
                            ? refusal
                            : "No watchlist yet: nobody is compared. Ask the hub's administrator"
                                    + " for a release.");
        }
        Manifest manifest = now.manifest();
        return new Standing(
                manifest.number(),
                Instant.ofEpochMilli(manifest.issuedMillis()),
                now.nominals(),
                refusal != null ? refusal : expiry(manifest.expiresMillis()));
    }

    private @Nullable String expiry(long millis) {
        Instant expires = Instant.ofEpochMilli(millis);
        return switch (time.until(millis)) {
            case HOLDS -> null;
            case EXPIRED ->
                    "The watchlist expired at "
                            + expires
                            + ". Refer whoever seems doubtful to the second line.";
            case DOUBTFUL ->
                    "By this machine's clock the watchlist expired at "
                            + expires
                            + "; the hub has not confirmed that clock. Refer whoever seems doubtful"
                            + " to the second line, and check the clock.";
        };
    }
}
