package org.forpost.edge.post.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.record.BadRecordException;
import org.forpost.edge.device.record.FaceRecord;
import org.forpost.edge.device.record.FingerRecord;
import org.forpost.edge.lane.ReferredCase;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A case in bytes: CBOR, an array of how many finger exceptions the officer named, the first
/// line's record (SPEC.md §1) and the images that it names (up to 11 arrays of format and bytes).
///
/// @param record of a crossing that was referred
record CaseFile(int named, PostRecord record, List<Image> images) {
    /// Eleven images of half a MiB, ten templates, and what stands around them.
    static final int MAX_BYTES = 6 << 20;

    private static final int MAX_IMAGES = Crossing.MAX_FINGERS + 1;

    private static final Logger LOG = LoggerFactory.getLogger(CaseFile.class);

    CaseFile {
        images = List.copyOf(images);
    }

    byte[] encode() {
        CborWriter out = new CborWriter().array(3).uint(named).bytes(RecordCodec.encode(record));
        out.array(images.size());
        for (Image image : images) {
            out.array(2).uint(image.format().code()).bytes(image.bytes());
        }
        return out.toByteArray();
    }

    /// @throws MalformedException naming the field, also where an image is none that the record
    ///   names
    static CaseFile decode(byte[] bytes) throws MalformedException {
        CborReader in = new CborReader(bytes);
        shape(in, "case", 3);
        int named = (int) in.uint("case.named", Crossing.MAX_FINGERS);
        PostRecord record =
                RecordCodec.decode(in.bytes("case.record", RecordCodec.MAX_RECORD_BYTES));
        if (!(record.body() instanceof Crossing crossing)
                || crossing.decision().outcome() != Crossing.Outcome.REFER) {
            throw new MalformedException("case.record", "a crossing that was referred", "another");
        }
        if (named > crossing.exceptions().size()) {
            throw new MalformedException(
                    "case.named", "at most " + crossing.exceptions().size(), "" + named);
        }
        int count = in.array("case.images", MAX_IMAGES);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shape(in, "case.images[" + i + "]", 2);
            long format = in.uint("case.images[" + i + "].format", 2);
            Image image =
                    new Image(
                            record.id(),
                            format == Image.Format.FACE_RECORD.code()
                                    ? Image.Format.FACE_RECORD
                                    : Image.Format.FINGER_RECORD,
                            in.bytes("case.images[" + i + "].bytes", Image.MAX_BYTES));
            if (!names(crossing, image)) {
                throw new MalformedException(
                        "case.images[" + i + "]", "an image that the record names", "another");
            }
            images.add(image);
        }
        in.end("case");
        return new CaseFile(named, record, images);
    }

    private static void shape(CborReader in, String field, int items) throws MalformedException {
        int found = in.array(field, items);
        if (found != items) {
            throw new MalformedException(
                    field, "an array of " + items + " items", found + " items");
        }
    }

    private static boolean names(Crossing crossing, Image image) {
        Crossing.Face face = crossing.face();
        byte[] hash = image.hash();
        return image.format() == Image.Format.FACE_RECORD
                ? face != null && Arrays.equals(face.image(), hash)
                : crossing.fingers().stream()
                        .anyMatch(finger -> Arrays.equals(finger.image(), hash));
    }

    Instant at() {
        return Instant.ofEpochMilli(record.stamp().wallMillis());
    }

    Crossing crossing() {
        return (Crossing) record.body();
    }

    /// As the desk takes it up. An image that cannot be read is left out: the second line captures
    /// it again.
    ///
    /// @param lane number of the lane that referred it
    ReferredCase opened(int lane) {
        List<CapturedFinger> fingers = new ArrayList<>();
        for (Crossing.Finger finger : crossing().fingers()) {
            image(finger.image()).flatMap(image -> finger(finger, image)).ifPresent(fingers::add);
        }
        Crossing.Face face = crossing().face();
        return new ReferredCase(
                record.id(),
                lane,
                at(),
                crossing(),
                named,
                fingers,
                face == null
                        ? null
                        : image(face.image()).flatMap(image -> face(face, image)).orElse(null));
    }

    private Optional<Image> image(byte[] hash) {
        return images.stream().filter(image -> Arrays.equals(image.hash(), hash)).findFirst();
    }

    private Optional<CapturedFinger> finger(Crossing.Finger finger, Image image) {
        try {
            FingerRecord read = FingerRecord.parse(image.bytes(), "case");
            return Optional.of(
                    new CapturedFinger(
                            FingerPosition.of(finger.position()),
                            finger.quality(),
                            image.bytes(),
                            read.image(),
                            at()));
        } catch (BadRecordException e) {
            LOG.warn("case {}: finger {}: {}", record.id(), finger.position(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<CapturedFace> face(Crossing.Face face, Image image) {
        try {
            FaceRecord read = FaceRecord.parse(image.bytes(), "case");
            return Optional.of(new CapturedFace(face.quality(), image.bytes(), read.image(), at()));
        } catch (BadRecordException e) {
            LOG.warn("case {}: face: {}", record.id(), e.getMessage());
            return Optional.empty();
        }
    }
}
