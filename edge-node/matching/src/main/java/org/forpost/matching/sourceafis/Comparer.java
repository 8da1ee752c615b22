package org.forpost.matching.sourceafis;

import com.machinezoo.sourceafis.FingerprintMatcher;
import com.machinezoo.sourceafis.FingerprintTemplate;

/// One probe finger, prepared for comparison with many. Safe for several threads at once.
public final class Comparer {
    private final Minutiae probe;
    private final Minutiae ordered;
    private final FingerprintMatcher matcher;

    /// Takes 1 to 2 ms of one core.
    public Comparer(Minutiae probe) {
        FingerprintTemplate template = new FingerprintTemplate(probe.encode());
        this.probe = probe;
        this.ordered = Pairing.ordered(template);
        this.matcher = new FingerprintMatcher(template);
    }

    /// @return SourceAFIS's score, 0 or more; both building the candidate (30 µs) and comparing (60
    ///   µs) are paid here
    public double score(Minutiae candidate) {
        return matcher.match(new FingerprintTemplate(candidate.encode()));
    }

    /// The same without building the candidate.
    public double score(Prepared candidate) {
        return matcher.match(candidate.template);
    }

    /// The score and what it comes from, in the order of the minutiae as they were given; 0.3 ms.
    public Pairing pairing(Minutiae candidate) {
        return Pairing.of(matcher, ordered, candidate).inOrderOf(probe, candidate);
    }
}
