package org.forpost.edge.document.jmrtd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.record.BadRecordException;
import org.forpost.edge.device.record.FaceRecord;
import org.forpost.edge.device.record.FingerRecord;
import org.forpost.edge.document.ChipReason;

/// DG2 and DG3: CBEFF templates, each around one ISO/IEC 19794 record (ICAO Doc 9303 part 10
/// section 4.7.2).
final class BiometricGroup {
    /// A face is one, sometimes two; fingers are two, at most ten.
    private static final int MOST_RECORDS = 16;

    /// A chip's finger has no score of its own.
    private static final int NO_QUALITY = 0;

    private BiometricGroup() {}

    /// The first face of DG2.
    static EncodedImage face(byte[] file) throws ChipProblem {
        List<byte[]> records = records(file, 0x75, "DG2");
        if (records.isEmpty()) {
            throw ChipProblem.malformed("DG2", "a face");
        }
        try {
            return FaceRecord.parse(records.getFirst(), "DG2").image();
        } catch (BadRecordException e) {
            throw new ChipProblem(ChipReason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /// The fingers of DG3, maybe none.
    ///
    /// @param readAt stands as the time of capture, which the chip does not tell
    static List<CapturedFinger> fingers(byte[] file, Instant readAt) throws ChipProblem {
        List<CapturedFinger> fingers = new ArrayList<>();
        for (byte[] record : records(file, 0x63, "DG3")) {
            try {
                FingerRecord finger = FingerRecord.parse(record, "DG3");
                fingers.add(
                        new CapturedFinger(
                                finger.position(), NO_QUALITY, record, finger.image(), readAt));
            } catch (BadRecordException e) {
                throw new ChipProblem(ChipReason.MALFORMED, String.valueOf(e.getMessage()));
            }
        }
        return fingers;
    }

    private static List<byte[]> records(byte[] file, int tag, String name) throws ChipProblem {
        byte[] group = new Ber(file, name).take(tag, "the data group");
        Ber templates = new Ber(new Ber(group, name).take(0x7F61, "biometric templates"), name);
        byte[] count = templates.take(0x02, "their number");
        if (count.length != 1 || count[0] < 0 || count[0] > MOST_RECORDS) {
            throw ChipProblem.malformed(name, "up to " + MOST_RECORDS + " templates");
        }
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count[0]; i++) {
            Ber template = new Ber(templates.take(0x7F60, "a biometric template"), name);
            template.take(0xA1, "a biometric header");
            int data = template.more() ? template.tag() : 0;
            if (data == 0x7F2E) {
                throw new ChipProblem(
                        ChipReason.UNSUPPORTED, name + " in the format of ISO/IEC 39794");
            }
            records.add(template.take(0x5F2E, "a biometric record"));
        }
        return records;
    }
}
