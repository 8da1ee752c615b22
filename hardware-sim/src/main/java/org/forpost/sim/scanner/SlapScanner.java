package org.forpost.sim.scanner;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.sbi.CaptureRequest;
import org.forpost.sim.sbi.DeviceError;
import org.forpost.sim.sbi.Presence;
import org.forpost.sim.sbi.Sample;
import org.forpost.sim.sbi.Sensor;

/// A scanner for four fingers of a hand or both thumbs at once. One capture is one press: the
/// device hands out what it got with the quality it measured, as the text says, even below the
/// wanted one.
public final class SlapScanner implements Sensor {
    private final Presence<Hands> glass;
    private final Clock clock;
    private final Preview preview = new Preview();

    /// A scanner whose glass is touched through `glass`.
    public SlapScanner(Presence<Hands> glass, Clock clock) {
        this.glass = glass;
        this.clock = clock;
    }

    @Override
    public String bioType() {
        return "Finger";
    }

    @Override
    public String subType() {
        return "Slap";
    }

    @Override
    public List<Integer> subIds() {
        return List.of(1, 2, 3);
    }

    @Override
    public List<Sample> capture(CaptureRequest request) throws DeviceError, InterruptedException {
        List<Position> wanted = wanted(request);
        Hands hands = glass.await(request.timeoutMillis());
        Map<Position, GreyImage> images = hands.press(wanted);
        if (images.isEmpty()) {
            throw new DeviceError(
                    DeviceError.NOTHING_DETECTED, "none of the wanted fingers is on the glass");
        }
        List<Sample> samples = new ArrayList<>();
        List<GreyImage> seen = new ArrayList<>();
        List<Integer> qualities = new ArrayList<>();
        // Fingers that nobody asked for are called what they are: the device sees a hand.
        for (Map.Entry<Position, GreyImage> finger : new TreeMap<>(images).entrySet()) {
            Position position = finger.getKey();
            GreyImage image = finger.getValue();
            int quality = RidgeClarity.of(image);
            samples.add(
                    new Sample(
                            position.bioSubType(),
                            FingerImageRecord.of(position, image, quality, clock.instant()),
                            quality));
            seen.add(image);
            qualities.add(quality);
        }
        preview.show(seen, qualities, request.requestedScore());
        return samples;
    }

    @Override
    public byte[] preview(int number) {
        if (glass.now().isEmpty()) {
            preview.clear();
        }
        return preview.picture(number);
    }

    private static List<Position> wanted(CaptureRequest request) throws DeviceError {
        Set<Position> wanted = new LinkedHashSet<>();
        if (request.bioSubTypes().isEmpty()) {
            wanted.addAll(Position.ofSlap(request.deviceSubId()));
        } else {
            for (String name : request.bioSubTypes()) {
                wanted.add(position("bioSubType", name));
            }
        }
        for (String name : request.exceptions()) {
            wanted.remove(position("exception", name));
        }
        if (wanted.isEmpty()) {
            throw new DeviceError(
                    DeviceError.BAD_REQUEST,
                    "bio: say which fingers, with bioSubType or a deviceSubId from 1 to 3, and do"
                            + " not exclude them all");
        }
        for (int slap = 1; slap <= 3; slap++) {
            if (Position.ofSlap(slap).containsAll(wanted)) {
                return List.copyOf(wanted);
            }
        }
        throw new DeviceError(
                DeviceError.COUNT_NOT_SUPPORTED,
                "the glass takes four fingers of one hand or both thumbs at once");
    }

    private static Position position(String field, String name) throws DeviceError {
        return Position.ofName(name)
                .orElseThrow(() ->
                        new DeviceError(
                                DeviceError.BAD_REQUEST,
                                field + ": expected names such as 'Left IndexFinger'"));
    }
}
