package org.forpost.edge.device.sbi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.ImageFormat;
import org.forpost.edge.device.record.BadRecordException;
import org.forpost.edge.device.record.FaceRecord;
import org.forpost.edge.device.record.FingerRecord;
import org.junit.jupiter.api.Test;

/// ISO/IEC 19794-4 and -5 records, sound and unsound.
class RecordTest {
    private static final int W = Records.WIDTH;
    private static final int H = Records.HEIGHT;
    private static final byte[] PNG = Records.picture("png", W, H);
    private static final byte[] JPEG = Records.picture("jpg", W, H);

    @Test
    void bothEditionsOfAFingerAreRead() throws Exception {
        FingerRecord later = FingerRecord.parse(Records.finger2011(9), "r");
        assertEquals(FingerPosition.LEFT_RING, later.position());
        assertImage(ImageFormat.PNG, PNG, 500, later.image());

        FingerRecord earlier = FingerRecord.parse(Records.finger2005(6, 5, W, H, PNG), "r");
        assertEquals(FingerPosition.LEFT_THUMB, earlier.position());
        assertImage(ImageFormat.PNG, PNG, 500, earlier.image()); // 197 a centimetre
    }

    @Test
    void aPlainThumbIsAThumb() throws Exception {
        assertEquals(
                FingerPosition.RIGHT_THUMB,
                FingerRecord.parse(Records.finger2011(11), "r").position());
        assertEquals(
                FingerPosition.LEFT_THUMB,
                FingerRecord.parse(Records.finger2011(12), "r").position());
        wrong("fingerPosition", Records.finger2011(13)); // four fingers in one image
    }

    @Test
    void bothEditionsOfAFaceAreRead() throws Exception {
        assertImage(ImageFormat.JPEG, JPEG, 0, face(Records.face2011(0, W, H, JPEG)).image());
        assertImage(ImageFormat.PNG, PNG, 0, face(Records.face2011(3, W, H, PNG)).image());
        assertImage(ImageFormat.JPEG, JPEG, 0, face(Records.face2005(0, W, H, JPEG)).image());
    }

    @Test
    void everyCodingIsToldByItsOwnBytes() throws Exception {
        byte[] raw = new byte[W * H];
        byte[] wsq = wsq(W, H);
        byte[] codestream = codestream(W, H);
        byte[] jp2 = jp2(W, H);
        assertEquals(ImageFormat.RAW, coded(0, raw));
        assertEquals(ImageFormat.WSQ, coded(2, wsq));
        assertEquals(ImageFormat.JPEG, coded(3, JPEG));
        assertEquals(ImageFormat.JPEG2000, coded(4, codestream));
        assertEquals(ImageFormat.JPEG2000, coded(5, jp2));
        assertEquals(ImageFormat.PNG, coded(6, PNG));
        for (int code : List.of(2, 3, 4, 6)) {
            wrong("image", Records.finger2011(2, code, W, H, raw));
        }
        wrong("image", Records.finger2011(2, 6, W, H, JPEG));
        wrong("image", Records.finger2011(2, 3, W, H, PNG));
        wrong("compression", Records.finger2011(2, 1, W, H, raw));
        wrong("compression", Records.finger2011(2, 7, W, H, raw));
    }

    @Test
    void aSmallRecordHidesNoHugePicture() {
        byte[] huge = Records.picture("png", 200, 300);
        wrong("image", Records.finger2011(2, 6, W, H, huge));
        wrong("image", Records.finger2011(2, 2, W, H, wsq(60_000, 60_000)));
        wrong("image", Records.finger2011(2, 4, W, H, codestream(60_000, 60_000)));
        wrong("image", Records.finger2011(2, 5, W, H, jp2(60_000, 60_000)));
        wrong("imageSize", Records.finger2011(2, 6, 60_000, 60_000, PNG));
        wrong("imageSize", Records.finger2011(2, 6, 0, H, PNG));
        wrong("image", Records.finger2011(2, 0, W, H, new byte[W * H - 1]));
    }

    @Test
    void everyLengthThatLiesIsFound() {
        wrong("recordLength", changed(8, 0x7f, Records.finger2011(2)));
        wrong("numberOfRepresentations", changed(13, 2, Records.finger2011(2)));
        wrong("representationLength", changed(16, 0x7f, Records.finger2011(2)));
        wrong("qualityBlocks", changed(16 + 18, 0xff, Records.finger2011(2)));
        int imageLength = Records.finger2011(2).length - PNG.length - 4;
        wrong("image", changed(imageLength, 0x7f, Records.finger2011(2)));
        wrong("image", changed(imageLength, 0xff, Records.finger2011(2)));
        wrong("recordLength", changed(8, 0x7f, Records.finger2005(6, 5, W, H, PNG)));
        wrong("numberOfFingers", changed(18, 4, Records.finger2005(6, 5, W, H, PNG)));
        wrong("fingerDataLength", changed(32, 0xff, Records.finger2005(6, 5, W, H, PNG)));
        wrongFace("recordLength", changed(8, 0x7f, Records.face2011(0, W, H, JPEG)));
        wrongFace("representationLength", changed(17, 0xff, Records.face2011(0, W, H, JPEG)));
        wrongFace("landmarks", changed(17 + 19, 0xff, Records.face2011(0, W, H, JPEG)));
        wrongFace("featurePoints", changed(18, 0xff, Records.face2005(0, W, H, JPEG)));
        wrongFace("formatIdentifier", Records.finger2011(2));
        wrong("formatIdentifier", Records.face2011(0, W, H, JPEG));
    }

    @Test
    void aRecordCutAnywhereIsRefused() {
        for (byte[] whole : List.of(Records.finger2011(2), Records.finger2005(2, 5, W, H, PNG))) {
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(BadRecordException.class, () -> FingerRecord.parse(cut, "r"));
            }
        }
        for (byte[] whole :
                List.of(Records.face2011(0, W, H, JPEG), Records.face2005(0, W, H, JPEG))) {
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(BadRecordException.class, () -> FaceRecord.parse(cut, "r"));
            }
        }
    }

    /// Nothing but [BadRecordException] may come out, whatever goes in.
    @Test
    void bytesChangedAtRandomNeverEscapeTheReader() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<byte[]> sound =
                List.of(
                        Records.finger2011(2),
                        Records.finger2011(2, 5, W, H, jp2(W, H)),
                        Records.finger2011(2, 2, W, H, wsq(W, H)),
                        Records.finger2011(2, 3, W, H, JPEG),
                        Records.finger2005(2, 5, W, H, PNG),
                        Records.face2011(0, W, H, JPEG),
                        Records.face2005(0, W, H, JPEG));
        int refused = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] bytes = sound.get(random.nextInt(sound.size())).clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                // Mostly in the headers, where the lengths are.
                bytes[random.nextInt(Math.min(bytes.length, 140))] = (byte) random.nextInt();
            }
            try {
                if (bytes[1] == 'I') {
                    FingerRecord.parse(bytes, "r");
                } else {
                    FaceRecord.parse(bytes, "r");
                }
            } catch (BadRecordException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertTrue(refused > 10_000, "only " + refused + " refused; seed " + seed);
    }

    private static ImageFormat coded(int code, byte[] image) throws BadRecordException {
        return FingerRecord.parse(Records.finger2011(2, code, W, H, image), "r").image().format();
    }

    private static FaceRecord face(byte[] record) throws BadRecordException {
        return FaceRecord.parse(record, "r");
    }

    private static void assertImage(ImageFormat format, byte[] bytes, int dpi, EncodedImage image) {
        assertEquals(format, image.format());
        assertArrayEquals(bytes, image.bytes());
        assertEquals(W, image.width());
        assertEquals(H, image.height());
        assertEquals(dpi, image.dpi());
    }

    private static void wrong(String field, byte[] record) {
        var e = assertThrows(BadRecordException.class, () -> FingerRecord.parse(record, "r"));
        assertEquals("r." + field, e.field(), e.getMessage());
    }

    private static void wrongFace(String field, byte[] record) {
        var e = assertThrows(BadRecordException.class, () -> FaceRecord.parse(record, "r"));
        assertEquals("r." + field, e.field(), e.getMessage());
    }

    private static byte[] changed(int at, int value, byte[] record) {
        record[at] = (byte) value;
        return record;
    }

    /// The head of a WSQ file: a comment, then the frame.
    private static byte[] wsq(int width, int height) {
        return Records.bytes(out -> {
            out.writeShort(0xffa0);
            out.writeShort(0xffa8);
            out.writeShort(2 + 4);
            out.writeBytes("note");
            out.writeShort(0xffa2);
            out.writeShort(17);
            out.write(new byte[] {0, (byte) 255});
            out.writeShort(height);
            out.writeShort(width);
            out.write(new byte[9]);
        });
    }

    private static byte[] codestream(int width, int height) {
        return Records.bytes(out -> {
            out.writeInt(0xff4fff51);
            out.writeShort(41);
            out.writeShort(0);
            out.writeInt(width + 3);
            out.writeInt(height + 5);
            out.writeInt(3);
            out.writeInt(5);
            out.write(new byte[16]);
        });
    }

    private static byte[] jp2(int width, int height) {
        byte[] codestream = codestream(width, height);
        return Records.bytes(out -> {
            out.writeInt(12);
            out.writeBytes("jP  ");
            out.writeInt(0x0d0a870a);
            out.writeInt(22);
            out.writeBytes("jp2hxxxxihdr");
            out.writeShort(0);
            out.writeInt(0); // a size that is a lie: the codestream's own counts
            out.writeInt(0);
            out.writeBytes("jp2c");
            out.write(codestream);
        });
    }
}
