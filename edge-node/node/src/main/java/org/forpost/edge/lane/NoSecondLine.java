package org.forpost.edge.lane;

import java.util.List;
import java.util.Optional;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.RecordId;

/// A post without a desk.
final class NoSecondLine implements SecondLine {
    @Override
    public boolean there() {
        return false;
    }

    @Override
    public void keep(RecordId id, Crossing crossing, int named, List<Image> images) {}

    @Override
    public void go(RecordId id) {}

    @Override
    public void forget(RecordId id) {}

    @Override
    public List<ReferredCase.Waiting> waiting() {
        return List.of();
    }

    @Override
    public Optional<ReferredCase> open(RecordId crossing) {
        return Optional.empty();
    }

    @Override
    public void answered(RecordId crossing) {}

    @Override
    public Standing standing() {
        return new Standing("", false, false, 0);
    }
}
