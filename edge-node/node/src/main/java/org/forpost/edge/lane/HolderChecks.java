package org.forpost.edge.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.document.ChipReading;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.Verifier;
import org.forpost.matching.face.FaceComparison;
import org.forpost.matching.face.FaceModel;
import org.forpost.matching.face.FacePicture;
import org.forpost.matching.face.UnreadablePictureException;
import org.forpost.protocol.record.Verification;
import org.jspecify.annotations.Nullable;

/// Compares one traveller with one [Holder], finger by finger and face by face.
final class HolderChecks {
    /// Each finger by itself: a stranger's passes once in ten thousand, and a document has two. An
    /// order stricter than what automatic gates are asked for (Frontex, Best Practice Technical
    /// Guidelines for ABC Systems, section 4: 0.1 %), since an officer looks besides.
    static final double FINGER_FMR = 1e-4;

    private final FingerprintExtractor extractor = new FingerprintExtractor();
    private final Verifier verifier = new Verifier(Calibrations.sourceAfis());
    private final FaceModel faces;

    HolderChecks(FaceModel faces) {
        this.faces = faces;
    }

    /// Makes templates of what a chip gave: some 60 ms for each finger.
    Holder holder(ChipReading.Read read) {
        List<Holder.Reference> fingers =
                read.fingers().parallelStream().map(this::reference).toList();
        return new Holder(Verification.Source.CHIP, read.face(), fingers);
    }

    private Holder.Reference reference(CapturedFinger finger) {
        try {
            return new Holder.Usable(
                    finger.position(),
                    finger.image(),
                    extractor.extractForVerification(FingerCapture.grey(finger.image())));
        } catch (UnusableImageException e) {
            return new Holder.Unusable(finger.position(), String.valueOf(e.getMessage()));
        }
    }

    /// @return one for each finger of the holder
    List<HolderCheck> fingers(OpenCrossing crossing, Holder holder) {
        Set<FingerPosition> excepted = crossing.arrival().excepted();
        List<HolderCheck> checks = new ArrayList<>();
        for (Holder.Reference reference : holder.fingers()) {
            FingerPosition position = reference.position();
            HolderCheck.@Nullable Why not =
                    position == FingerPosition.UNKNOWN
                            ? HolderCheck.Why.UNKNOWN_POSITION
                            : excepted.contains(position) ? HolderCheck.Why.EXCEPTED : null;
            checks.add(
                    switch (reference) {
                        case Holder.Unusable(FingerPosition at, String why) ->
                                new HolderCheck.NotPossible(
                                        holder.source(),
                                        at.code(),
                                        HolderCheck.Why.REFERENCE_UNUSABLE,
                                        why);
                        case Holder.Usable usable when not == null ->
                                finger(
                                        holder.source(),
                                        usable,
                                        crossing.fingers().containsKey(position)
                                                ? crossing.finger(position).best()
                                                : null);
                        case Holder.Usable usable ->
                                new HolderCheck.NotPossible(
                                        holder.source(), usable.position().code(), not, "");
                    });
        }
        return checks;
    }

    private HolderCheck finger(
            Verification.Source source, Holder.Usable reference, @Nullable SeenFinger seen) {
        int position = reference.position().code();
        if (seen == null) {
            return new HolderCheck.NotPossible(source, position, HolderCheck.Why.NOT_CAPTURED, "");
        }
        Template template = seen.template();
        if (template == null) {
            return new HolderCheck.NotPossible(
                    source, position, HolderCheck.Why.CAPTURE_UNUSABLE, "");
        }
        var verification =
                verifier.verify(
                        new Probe(List.of(FingerCapture.finger(reference.position(), template))),
                        List.of(
                                new Reference(
                                        "holder",
                                        org.forpost.matching.FingerPosition.of(position),
                                        reference.template())),
                        new Threshold.Fmr(FINGER_FMR));
        return switch (verification) {
            case Verifier.Verification.Compared it ->
                    new HolderCheck.Finger(
                            source,
                            position,
                            it.match(),
                            it.candidate().score(),
                            it.candidate().falseMatchRate(),
                            FINGER_FMR);
            case Verifier.Verification.NothingInCommon() ->
                    new HolderCheck.NotPossible(
                            source, position, HolderCheck.Why.UNKNOWN_POSITION, "");
        };
    }

    /// @param live the best face of the crossing, null where none was captured
    HolderCheck face(Holder holder, @Nullable EncodedImage live) {
        EncodedImage portrait = holder.face().orElse(null);
        if (portrait == null) {
            return notPossible(holder, HolderCheck.Why.NO_REFERENCE, "");
        }
        if (live == null) {
            return notPossible(holder, HolderCheck.Why.NOT_CAPTURED, "");
        }
        FaceComparison comparison = compare(faces, live.bytes(), portrait.bytes());
        return switch (comparison) {
            case FaceComparison.Compared it ->
                    new HolderCheck.Face(holder.source(), it.score(), it.threshold(), it.meaning());
            case FaceComparison.NotAssessed(String why) ->
                    notPossible(
                            holder,
                            faces.equals(FaceModel.NONE)
                                    ? HolderCheck.Why.NO_MODEL
                                    : HolderCheck.Why.NOT_ASSESSED,
                            why);
        };
    }

    static FaceComparison compare(FaceModel faces, byte[] live, byte[] portrait) {
        try {
            return faces.compare(FacePicture.decode(live), FacePicture.decode(portrait));
        } catch (UnreadablePictureException e) {
            return new FaceComparison.NotAssessed(String.valueOf(e.getMessage()));
        }
    }

    private static HolderCheck notPossible(Holder holder, HolderCheck.Why why, String detail) {
        return new HolderCheck.NotPossible(holder.source(), Verification.FACE, why, detail);
    }
}
