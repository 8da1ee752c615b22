package org.forpost.matching.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.Verifier;
import org.forpost.matching.images.ImageFile;

/// What a lane does when it verifies a finger, through the module's public face.
final class Forpost implements Contender<Template> {
    private final FingerprintExtractor extractor = new FingerprintExtractor();
    private final Verifier verifier = new Verifier(Calibrations.sourceAfis());

    @Override
    public String name() {
        return "forpost";
    }

    @Override
    public Optional<Template> enrol(ImageFile file) throws IOException {
        try {
            return Optional.of(extractor.extractForVerification(file.decode()));
        } catch (UnusableImageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public ToDoubleFunction<Template> against(Template probe) {
        Verifier.PreparedProbe prepared = verifier.prepare(Probe.of(probe));
        return candidate ->
                switch (prepared.verify(
                        List.of(new Reference("mate", FingerPosition.UNKNOWN, candidate)),
                        Threshold.none())) {
                    case Verifier.Verification.Compared compared -> compared.candidate().score();
                    case Verifier.Verification.NothingInCommon none -> PairScores.NOT_ENROLLED;
                };
    }
}
