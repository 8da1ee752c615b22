package org.forpost.matching.evaluate;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.forpost.matching.images.ImageFile;
import org.forpost.matching.images.UnreadableImageException;
import org.forpost.matching.sourceafis.Baseline;

/// SourceAFIS without anything of ours but the bounds before decoding.
final class SourceAfisAlone implements Contender<Baseline> {
    @Override
    public String name() {
        return "sourceafis";
    }

    @Override
    public Optional<Baseline> enrol(ImageFile file) throws UnreadableImageException {
        file.decode(); // SourceAFIS answers a damaged file with whatever breaks first
        return Optional.of(new Baseline(file.bytes(), file.dpi()));
    }

    @Override
    public ToDoubleFunction<Baseline> against(Baseline probe) {
        return probe.matcher()::score;
    }
}
