package org.forpost.edge.device.sbi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.FingerScanner;
import org.forpost.edge.device.Preview;
import org.forpost.edge.device.Refusal;
import org.forpost.edge.device.record.BadRecordException;
import org.forpost.edge.device.record.FingerRecord;

/// A finger scanner behind the text's interface.
final class SbiScanner implements FingerScanner {
    private final DeviceLink link;

    SbiScanner(DeviceLink link) {
        this.link = link;
    }

    @Override
    public DeviceStatus status() {
        return link.status();
    }

    @Override
    public Preview preview(List<FingerPosition> positions) throws InterruptedException {
        return link.preview(FingerNames.subId(positions));
    }

    @Override
    public CaptureOutcome<CapturedFinger> capture(FingerRequest request)
            throws InterruptedException {
        return Capturing.outcome(
                link,
                () -> {
                    CaptureAnswer answer =
                            link.capture(
                                    Modality.FINGER,
                                    request.transactionId(),
                                    request.previousHash(),
                                    request.timeout(),
                                    (device, now) ->
                                            CaptureBody.fingers(
                                                    request, device, link.environment(), now));
                    return judge(request, answer);
                });
    }

    private CaptureOutcome<CapturedFinger> judge(FingerRequest request, CaptureAnswer answer)
            throws Unacceptable {
        if (answer.samples().isEmpty() && !answer.failures().isEmpty()) {
            return Capturing.reported(link, answer.failures().getFirst());
        }
        List<CapturedFinger> fingers = fingers(request, answer);
        List<FingerPosition> missing = missing(request, fingers);
        boolean low = fingers.stream().anyMatch(each -> each.quality() < request.quality());
        if (low || !missing.isEmpty()) {
            return new CaptureOutcome.Poor<>(
                    fingers,
                    missing,
                    request.quality(),
                    answer.lastHash(),
                    OfficerWords.poorFingers(fingers, missing, request.quality()));
        }
        return new CaptureOutcome.Captured<>(
                fingers,
                answer.lastHash(),
                fingers.size() == 1 ? "One finger taken." : fingers.size() + " fingers taken.");
    }

    private static List<CapturedFinger> fingers(FingerRequest request, CaptureAnswer answer)
            throws Unacceptable {
        var fingers = new ArrayList<CapturedFinger>();
        Set<FingerPosition> seen = EnumSet.noneOf(FingerPosition.class);
        for (CaptureAnswer.Sample sample : answer.samples()) {
            FingerPosition position = asked(request, sample);
            if (!seen.add(position) || fingers.size() == request.positions().size()) {
                throw new Unacceptable(
                        Refusal.DUPLICATE,
                        sample.path() + ".bioSubType",
                        "each finger once",
                        position.spoken() + " again");
            }
            FingerRecord record = record(sample);
            if (record.position() != position && record.position() != FingerPosition.UNKNOWN) {
                throw new Unacceptable(
                        Refusal.BAD_RECORD,
                        sample.path() + ".bioValue.fingerPosition",
                        position.code() + " (" + position.spoken() + "), as bioSubType says",
                        record.position().code() + " (" + record.position().spoken() + ")");
            }
            fingers.add(
                    new CapturedFinger(
                            position,
                            sample.quality(),
                            sample.record(),
                            record.image(),
                            sample.takenAt()));
        }
        return fingers;
    }

    private static FingerPosition asked(FingerRequest request, CaptureAnswer.Sample sample)
            throws Unacceptable {
        String field = sample.path() + ".bioSubType";
        String wanted = OfficerWords.spoken(request.positions());
        Optional<FingerPosition> position = FingerNames.position(sample.subType());
        if (position.isEmpty()) {
            throw new Unacceptable(
                    Refusal.MALFORMED,
                    field,
                    "a finger's name, e.g. \"Right IndexFinger\"",
                    DeviceJson.quoted(sample.subType()));
        }
        if (!request.positions().contains(position.get())
                && !request.positions().contains(FingerPosition.UNKNOWN)) {
            throw new Unacceptable(
                    otherHand(request.positions(), position.get())
                            ? Refusal.WRONG_HAND
                            : Refusal.UNASKED,
                    field,
                    "one of: " + wanted,
                    position.get().spoken());
        }
        return position.get();
    }

    /// Whether fingers of one hand were asked for, and this is of the other.
    private static boolean otherHand(List<FingerPosition> asked, FingerPosition came) {
        boolean right = asked.stream().allMatch(each -> each.code() <= 5);
        boolean left = asked.stream().allMatch(each -> each.code() >= 6);
        return came != FingerPosition.UNKNOWN
                && ((right && came.code() >= 6) || (left && came.code() <= 5));
    }

    private static List<FingerPosition> missing(
            FingerRequest request, List<CapturedFinger> fingers) {
        if (request.positions().contains(FingerPosition.UNKNOWN)) {
            return fingers.size() == request.positions().size()
                    ? List.of()
                    : List.of(FingerPosition.UNKNOWN);
        }
        return request.positions().stream()
                .filter(wanted -> fingers.stream().noneMatch(each -> each.position() == wanted))
                .toList();
    }

    private static FingerRecord record(CaptureAnswer.Sample sample) throws Unacceptable {
        try {
            return FingerRecord.parse(sample.record(), sample.path() + ".bioValue");
        } catch (BadRecordException e) {
            throw Unacceptable.record(e);
        }
    }
}
