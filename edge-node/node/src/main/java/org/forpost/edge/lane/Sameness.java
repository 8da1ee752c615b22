package org.forpost.edge.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.forpost.edge.device.FingerPosition;
import org.forpost.matching.Calibrations;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import org.forpost.matching.Verifier;

/// Compares the fingers of one crossing with each other, since nobody has the same finger twice,
/// and with those of an earlier crossing of whoever holds the document: hands that were swapped
/// show there. Of whoever comes for the first time nothing tells the hands apart but the scanner.
final class Sameness {
    /// Ten fingers make 45 pairs: one crossing in 20,000 is asked in vain.
    private static final Threshold RARE = new Threshold.Fmr(1e-6);

    private final Verifier verifier = new Verifier(Calibrations.sourceAfis());

    /// @return each pair that matches, lower position first
    List<SameFinger> among(Map<FingerPosition, Template> fingers) {
        List<Map.Entry<FingerPosition, Template>> all =
                fingers.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        return IntStream.range(0, all.size())
                .parallel()
                .mapToObj(i -> like(all.get(i), all.subList(i + 1, all.size())))
                .flatMap(List::stream)
                .toList();
    }

    /// @param known fingers of an earlier crossing
    /// @return each finger that matches none of its own position and one of another
    List<SameFinger> elsewhere(
            Map<FingerPosition, Template> fingers, Map<FingerPosition, Template> known) {
        if (known.isEmpty()) {
            return List.of();
        }
        return fingers.entrySet().parallelStream()
                .flatMap(finger -> {
                    List<FingerPosition> matched =
                            like(finger, List.copyOf(known.entrySet())).stream()
                                    .map(SameFinger::second)
                                    .toList();
                    return matched.contains(finger.getKey())
                            ? Stream.<SameFinger>empty()
                            : matched.stream()
                                    .limit(1)
                                    .map(other -> new SameFinger(finger.getKey(), other, true));
                })
                .toList();
    }

    private List<SameFinger> like(
            Map.Entry<FingerPosition, Template> one,
            List<Map.Entry<FingerPosition, Template>> others) {
        List<SameFinger> like = new ArrayList<>();
        if (others.isEmpty()) {
            return like;
        }
        Verifier.PreparedProbe probe = verifier.prepare(new Probe(List.of(unplaced(one))));
        for (Map.Entry<FingerPosition, Template> other : others) {
            Reference reference =
                    new Reference(
                            other.getKey().spoken(),
                            org.forpost.matching.FingerPosition.UNKNOWN,
                            other.getValue());
            if (probe.verify(List.of(reference), RARE) instanceof Verifier.Verification.Compared it
                    && it.match()) {
                like.add(new SameFinger(one.getKey(), other.getKey()));
            }
        }
        return like;
    }

    /// The positions are what is in doubt.
    private static Probe.Finger unplaced(Map.Entry<FingerPosition, Template> finger) {
        return new Probe.Finger(org.forpost.matching.FingerPosition.UNKNOWN, finger.getValue());
    }
}
