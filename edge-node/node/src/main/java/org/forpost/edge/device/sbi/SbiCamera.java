package org.forpost.edge.device.sbi;

import java.util.List;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FaceCamera;
import org.forpost.edge.device.FaceRequest;
import org.forpost.edge.device.Preview;
import org.forpost.edge.device.Refusal;
import org.forpost.edge.device.record.BadRecordException;
import org.forpost.edge.device.record.FaceRecord;

/// A face camera behind the text's interface.
final class SbiCamera implements FaceCamera {
    private final DeviceLink link;

    SbiCamera(DeviceLink link) {
        this.link = link;
    }

    @Override
    public DeviceStatus status() {
        return link.status();
    }

    @Override
    public Preview preview() throws InterruptedException {
        return link.preview(0);
    }

    @Override
    public CaptureOutcome<CapturedFace> capture(FaceRequest request) throws InterruptedException {
        return Capturing.outcome(
                link,
                () -> {
                    CaptureAnswer answer =
                            link.capture(
                                    Modality.FACE,
                                    request.transactionId(),
                                    request.previousHash(),
                                    request.timeout(),
                                    (device, now) ->
                                            CaptureBody.face(
                                                    request, device, link.environment(), now));
                    return judge(request, answer);
                });
    }

    private CaptureOutcome<CapturedFace> judge(FaceRequest request, CaptureAnswer answer)
            throws Unacceptable {
        if (answer.samples().isEmpty() && !answer.failures().isEmpty()) {
            return Capturing.reported(link, answer.failures().getFirst());
        }
        if (answer.samples().size() != 1) {
            throw new Unacceptable(
                    answer.samples().isEmpty() ? Refusal.MALFORMED : Refusal.DUPLICATE,
                    "biometrics",
                    "one face",
                    String.valueOf(answer.samples().size()));
        }
        CaptureAnswer.Sample sample = answer.samples().getFirst();
        FaceRecord record = record(sample);
        var face =
                new CapturedFace(
                        sample.quality(), sample.record(), record.image(), sample.takenAt());
        if (face.quality() < request.quality()) {
            return new CaptureOutcome.Poor<>(
                    List.of(face),
                    List.of(),
                    request.quality(),
                    answer.lastHash(),
                    OfficerWords.poorFace(face.quality(), request.quality()));
        }
        return new CaptureOutcome.Captured<>(List.of(face), answer.lastHash(), "Face taken.");
    }

    private static FaceRecord record(CaptureAnswer.Sample sample) throws Unacceptable {
        try {
            return FaceRecord.parse(sample.record(), sample.path() + ".bioValue");
        } catch (BadRecordException e) {
            throw Unacceptable.record(e);
        }
    }
}
