package org.forpost.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.matching.sourceafis.Comparer;

/// Asks a gallery who somebody may be (1:N). Safe for several threads at once.
public final class Identifier {
    private final Gallery gallery;
    private final Fusion fusion;
    private final Calibration calibration;

    /// @param gallery may go on changing
    /// @param calibration says what scores mean; [Calibrations#sourceAfis] unless measured anew
    public Identifier(Gallery gallery, Calibration calibration) {
        this.gallery = gallery;
        this.calibration = calibration;
        this.fusion = new Fusion(calibration);
    }

    /// Searches without a way to stop it but an interrupt.
    public CandidateList search(Probe probe, SearchLimits limits) {
        return search(probe, limits, new Cancellation());
    }

    /// Searches the version of the gallery that is current now.
    ///
    /// @throws java.util.concurrent.CancellationException soon after the caller cancelled or was
    ///   interrupted
    public CandidateList search(Probe probe, SearchLimits limits, Cancellation cancellation) {
        Gallery.Snapshot snapshot = gallery.snapshot();
        List<Comparer> comparers = new ArrayList<>();
        for (Probe.Finger finger : probe.fingers()) {
            comparers.add(new Comparer(finger.template().minutiae()));
        }
        Map<String, List<Fusion.Pairing>> people = new LinkedHashMap<>();
        int compared = 0;
        for (int r = 0; r < snapshot.references().size(); r++) {
            cancellation.check();
            Reference reference = snapshot.references().get(r);
            boolean asked = false;
            for (int p = 0; p < comparers.size(); p++) {
                FingerPosition position = probe.fingers().get(p).position();
                if (position.compatible(reference.position())) {
                    asked = true;
                    double score = comparers.get(p).score(reference.template().minutiae());
                    people.computeIfAbsent(reference.subject(), s -> new ArrayList<>())
                            .add(
                                    new Fusion.Pairing(
                                            p,
                                            r,
                                            fusion.match(position, reference.position(), score)));
                }
            }
            compared += asked ? 1 : 0;
        }
        double rate = limits.threshold().falseMatchRate(snapshot.references().size());
        List<Candidate> candidates = new ArrayList<>();
        people.forEach((subject, pairings) -> {
            Candidate candidate = fusion.fuse(subject, pairings, 1);
            if (candidate.falseMatchRate() <= rate) {
                candidates.add(candidate);
            }
        });
        candidates.sort(
                Comparator.comparingDouble((Candidate c) -> -c.score())
                        .thenComparing(Candidate::subject));
        return new CandidateList(
                candidates.subList(0, Math.min(limits.most(), candidates.size())),
                snapshot.version(),
                snapshot.references().size(),
                compared);
    }

    /// @return what the scores of this identifier mean
    public Calibration calibration() {
        return calibration;
    }
}
