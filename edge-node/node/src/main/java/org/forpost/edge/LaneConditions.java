package org.forpost.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.LaneDevices;
import org.forpost.edge.device.PowerSupply;
import org.forpost.edge.rules.Conditions;
import org.forpost.edge.rules.Conditions.Gone;
import org.forpost.edge.watchlist.Watchlist;
import org.forpost.protocol.record.TrustedTime;

/// What the lane knows of itself, for its rungs.
///
/// @param data folder whose disk must not fill up
record LaneConditions(
        Watchlist watchlist,
        TrustedTime time,
        InstantSource clock,
        LaneDevices devices,
        PowerSupply power,
        Path data)
        implements Supplier<Conditions> {
    @Override
    public Conditions get() {
        return new Conditions(listAge(), gone(), power.onBattery(), freeMib());
    }

    /// By the wall clock, unless what is proved says otherwise: a list does not get younger by a
    /// clock that is set back, nor old by one that is known to be ahead.
    private Optional<Duration> listAge() {
        Instant issued = watchlist.standing().issued();
        if (issued == null) {
            return Optional.empty();
        }
        long earliest = time.earliestMillis();
        boolean ahead = time.doubt().filter(TrustedTime.Doubt::ahead).isPresent();
        long now = ahead ? earliest : Math.max(earliest, clock.millis());
        return Optional.of(Duration.ofMillis(Math.max(0, now - issued.toEpochMilli())));
    }

    private Set<Gone> gone() {
        Set<Gone> gone = EnumSet.noneOf(Gone.class);
        for (DeviceStatus device : devices.statuses()) {
            boolean there =
                    switch (device.state()) {
                        case READY, BUSY -> true;
                        case ABSENT, FAULT -> false;
                    };
            if (!there) {
                gone.add(
                        switch (device.kind()) {
                            case FINGER_SCANNER -> Gone.SCANNER;
                            case FACE_CAMERA -> Gone.CAMERA;
                            case DOCUMENT_READER -> Gone.CHIP_READER;
                        });
            }
        }
        return gone;
    }

    private long freeMib() {
        try {
            return Files.getFileStore(data).getUsableSpace() >> 20;
        } catch (IOException e) {
            // A disk that cannot be asked is in no better state than a full one.
            return 0;
        }
    }
}
