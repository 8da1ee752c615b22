package org.forpost.matching.sourceafis;

import com.machinezoo.sourceafis.FingerprintTemplate;

/// A candidate's template as SourceAFIS's own object: 11 kB, for comparing with many probes.
public final class Prepared {
    final FingerprintTemplate template;

    public Prepared(Minutiae minutiae) {
        template = new FingerprintTemplate(minutiae.encode());
    }
}
