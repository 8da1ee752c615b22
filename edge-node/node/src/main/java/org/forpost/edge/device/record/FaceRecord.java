package org.forpost.edge.device.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.ImageFormat;

/// A face image record: ISO/IEC 19794-5:2011 (version `030`) or 19794-5:2005 (version `010`), with
/// one image. Every length in it is checked against what is there, and the sum against the whole.
public record FaceRecord(EncodedImage image) {
    private static final byte[] EDITION_2011 = "FAC\u0000030\u0000".getBytes(ISO_8859_1);
    private static final byte[] EDITION_2005 = "FAC\u0000010\u0000".getBytes(ISO_8859_1);

    /// A passport-style portrait from a 12-megapixel camera.
    private static final int LONGEST_SIDE = 4096;

    private static final int LANDMARK_BYTES = 8;

    /// @param path where the record stands, for what is said about it
    /// @throws BadRecordException naming the field and what was expected
    public static FaceRecord parse(byte[] record, String path) throws BadRecordException {
        var reader = new RecordReader(record, path);
        if (reader.beginsWith(EDITION_2011)) {
            return edition2011(reader, record.length);
        }
        if (reader.beginsWith(EDITION_2005)) {
            return edition2005(reader, record.length);
        }
        throw reader.wrong(
                "formatIdentifier",
                "\"FAC\" with version 030 or 010 (ISO/IEC 19794-5:2011 or 2005)",
                "something else");
    }

    private static FaceRecord edition2011(RecordReader reader, int length)
            throws BadRecordException {
        reader.skip(8, "formatIdentifier");
        expectLength(reader, reader.u32("recordLength"), length);
        expectOne(reader, "numberOfRepresentations", reader.u16("numberOfRepresentations"));
        reader.skip(1 + 2, "certificationFlagAndTemporalSemantics");
        long own = reader.u32("representationLength");
        if (own != reader.left() + 4L) {
            throw reader.wrong(
                    "representationLength", String.valueOf(reader.left() + 4L), "" + own);
        }
        reader.skip(9 + 1 + 2 + 2, "captureDateAndDevice");
        reader.skip(5L * reader.u8("numberOfQualityBlocks"), "qualityBlocks");
        int landmarks = reader.u16("numberOfLandmarks");
        reader.skip(15, "facialInformation");
        reader.skip((long) LANDMARK_BYTES * landmarks, "landmarks");
        reader.skip(1, "faceImageType");
        int type = reader.u8("imageDataType");
        int width = reader.u16("width");
        int height = reader.u16("height");
        reader.skip(1 + 2 + 1 + 1, "imageProperties");
        byte[] bytes = reader.take(reader.u32("imageLength"), "image");
        ImageFormat format =
                switch (type) {
                    case 0 -> ImageFormat.JPEG;
                    case 1, 2 -> ImageFormat.JPEG2000;
                    case 3 -> ImageFormat.PNG;
                    default -> throw reader.wrong("imageDataType", "0, 1, 2 or 3", "" + type);
                };
        return checked(reader, format, bytes, width, height);
    }

    private static FaceRecord edition2005(RecordReader reader, int length)
            throws BadRecordException {
        reader.skip(8, "formatIdentifier");
        expectLength(reader, reader.u32("recordLength"), length);
        expectOne(reader, "numberOfFacialImages", reader.u16("numberOfFacialImages"));
        long own = reader.u32("facialRecordDataLength");
        if (own != reader.left() + 4L) {
            throw reader.wrong(
                    "facialRecordDataLength", String.valueOf(reader.left() + 4L), "" + own);
        }
        int landmarks = reader.u16("numberOfFeaturePoints");
        reader.skip(14, "facialInformation");
        reader.skip((long) LANDMARK_BYTES * landmarks, "featurePoints");
        reader.skip(1, "faceImageType");
        int type = reader.u8("imageDataType");
        int width = reader.u16("width");
        int height = reader.u16("height");
        reader.skip(1 + 1 + 2 + 2, "imageProperties");
        byte[] bytes = reader.take(reader.left(), "image");
        ImageFormat format =
                switch (type) {
                    case 0 -> ImageFormat.JPEG;
                    case 1 -> ImageFormat.JPEG2000;
                    default -> throw reader.wrong("imageDataType", "0 or 1", "" + type);
                };
        return checked(reader, format, bytes, width, height);
    }

    private static FaceRecord checked(
            RecordReader reader, ImageFormat format, byte[] bytes, int width, int height)
            throws BadRecordException {
        Picture.confirm(reader, format, bytes, width, height, LONGEST_SIDE);
        return new FaceRecord(new EncodedImage(format, bytes, width, height, 0));
    }

    private static void expectLength(RecordReader reader, long stated, int length)
            throws BadRecordException {
        if (stated != length) {
            throw reader.wrong("recordLength", length + ", the bytes there are", "" + stated);
        }
    }

    private static void expectOne(RecordReader reader, String field, int found)
            throws BadRecordException {
        if (found != 1) {
            throw reader.wrong(field, "1 (one image for each biometric)", "" + found);
        }
    }
}
