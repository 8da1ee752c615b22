package org.forpost.edge.watchlist;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.forpost.edge.release.InForce;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.matching.Calibration;
import org.forpost.matching.Probe;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// The watchlist release in force. Safe for several threads; a search sees the whole of one
/// release.
public final class Watchlist implements Screener, ListLookup {
    private final InForce<SearchedList> inForce;
    private final TrustedTime time;

    private Watchlist(InForce<SearchedList> inForce, TrustedTime time) {
        this.inForce = inForce;
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
        ListGalleries galleries = new ListGalleries(folder);
        InForce<SearchedList> inForce =
                InForce.open(
                        folder,
                        Role.WATCHLIST,
                        key,
                        time,
                        (manifest, content) -> {
                            try {
                                return new SearchedList(
                                        manifest,
                                        org.forpost.protocol.release.Watchlist.decode(content),
                                        galleries,
                                        calibration,
                                        falseMatchRate,
                                        most);
                            } catch (UnusableTemplateException e) {
                                throw new RefusedReleaseException(String.valueOf(e.getMessage()));
                            } catch (IOException e) {
                                throw new RefusedReleaseException(
                                        "its gallery cannot be written: " + e.getMessage());
                            }
                        });
        inForce.current().ifPresent(release -> galleries.tidy(release.manifest()));
        inForce.onInstalled(release -> galleries.tidy(release.manifest()));
        return new Watchlist(inForce, time);
    }

    /// Its release, for whoever hands it on.
    public InForce<?> releases() {
        return inForce;
    }

    /// Makes a release durable and puts it in force.
    ///
    /// @throws RefusedReleaseException when it stays out; the one before it stays in force
    /// @throws IOException when the disk does not take it
    public Manifest install(byte[] signedManifest, byte[] content)
            throws RefusedReleaseException, IOException {
        return inForce.install(signedManifest, content);
    }

    /// Something that claimed to be a release was refused before it got here.
    public void refused(String why) {
        inForce.refused(why);
    }

    /// @return number of the release in force; 0 when there is none
    public long number() {
        return inForce.number();
    }

    @Override
    public Screening screen(Probe probe) {
        return inForce.current()
                .map(release -> release.content().search(probe))
                .orElseGet(Screening.NotCompared::new);
    }

    @Override
    public Answer lookUp(String issuer, String number, SoughtName holder) {
        return inForce.current()
                .map(release -> release.content().lookUp(issuer, number, holder))
                .orElseGet(Answer::none);
    }

    public Standing standing() {
        Optional<InForce.Release<SearchedList>> now = inForce.current();
        Optional<String> refusal = inForce.refusal();
        if (now.isEmpty()) {
            return new Standing(
                    0,
                    null,
                    0,
                    refusal.orElse(
                            "No watchlist yet: nobody is compared. Ask the hub's administrator"
                                    + " for a release."));
        }
        Manifest manifest = now.get().manifest();
        return new Standing(
                manifest.number(),
                Instant.ofEpochMilli(manifest.issuedMillis()),
                now.get().content().nominals(),
                refusal.isPresent() ? refusal.get() : expiry(manifest.expiresMillis()));
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
