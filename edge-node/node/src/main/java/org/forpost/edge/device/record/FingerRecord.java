package org.forpost.edge.device.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.ImageFormat;

/// A finger image record: ISO/IEC 19794-4:2011 clause 8 (version `020`) or 19794-4:2005 clause 7
/// (version `010`), holding the one image that the text puts into a `bioValue`. Every length in it
/// is checked against what is there, and the sum against the whole.
public record FingerRecord(FingerPosition position, EncodedImage image) {
    private static final byte[] EDITION_2011 = "FIR\u0000020\u0000".getBytes(ISO_8859_1);
    private static final byte[] EDITION_2005 = "FIR\u0000010\u0000".getBytes(ISO_8859_1);

    /// A single finger at 1,000 dpi stays below 2,000 pixels a side. Decoders allocate by this.
    private static final int LONGEST_SIDE = 2500;

    /// Tables of positions: 11 and 12 are plain right and left thumb.
    private static final int PLAIN_RIGHT_THUMB = 11;

    private static final int PLAIN_LEFT_THUMB = 12;

    private static final int PIXELS_PER_INCH = 1;
    private static final int PIXELS_PER_CENTIMETRE = 2;

    /// @param path where the record stands, for what is said about it
    /// @throws BadRecordException naming the field and what was expected
    public static FingerRecord parse(byte[] record, String path) throws BadRecordException {
        var reader = new RecordReader(record, path);
        if (reader.beginsWith(EDITION_2011)) {
            return edition2011(reader, record.length);
        }
        if (reader.beginsWith(EDITION_2005)) {
            return edition2005(reader, record.length);
        }
        throw reader.wrong(
                "formatIdentifier",
                "\"FIR\" with version 020 or 010 (ISO/IEC 19794-4:2011 or 2005)",
                "something else");
    }

    private static FingerRecord edition2011(RecordReader reader, int length)
            throws BadRecordException {
        reader.skip(8, "formatIdentifier");
        expectLength(reader, reader.u32("recordLength"), length);
        expectOne(reader, "numberOfRepresentations", reader.u16("numberOfRepresentations"));
        int certified = reader.u8("certificationFlag");
        reader.skip(1, "numberOfFingers");
        long own = reader.u32("representationLength");
        if (own != reader.left() + 4L) {
            throw reader.wrong(
                    "representationLength", String.valueOf(reader.left() + 4L), "" + own);
        }
        reader.skip(9 + 1 + 2 + 2, "captureDateAndDevice");
        reader.skip(5L * reader.u8("numberOfQualityBlocks"), "qualityBlocks");
        if (certified == 1) {
            reader.skip(3L * reader.u8("numberOfCertificationBlocks"), "certificationBlocks");
        }
        FingerPosition position = position(reader);
        reader.skip(1, "representationNumber");
        int units = reader.u8("scaleUnits");
        reader.skip(4, "captureResolution");
        int across = reader.u16("imageResolution");
        int down = reader.u16("imageResolution");
        expectDepth(reader);
        int compression = reader.u8("compression");
        reader.skip(1, "impressionType");
        int width = reader.u16("lineLength");
        int height = reader.u16("numberOfLines");
        byte[] bytes = reader.take(reader.u32("imageLength"), "image");
        // What may follow is extended data; its length was checked as part of the representation.
        ImageFormat format =
                switch (compression) {
                    case 0 -> ImageFormat.RAW;
                    case 2 -> ImageFormat.WSQ;
                    case 3 -> ImageFormat.JPEG;
                    case 4, 5 -> ImageFormat.JPEG2000;
                    case 6 -> ImageFormat.PNG;
                    default ->
                            throw reader.wrong(
                                    "compression", "0, 2, 3, 4, 5 or 6", "" + compression);
                };
        return checked(reader, position, format, bytes, width, height, dpi(units, across, down));
    }

    private static FingerRecord edition2005(RecordReader reader, int length)
            throws BadRecordException {
        reader.skip(8, "formatIdentifier");
        expectLength(reader, reader.u48("recordLength"), length);
        reader.skip(2 + 2, "captureDevice");
        expectOne(reader, "numberOfFingers", reader.u8("numberOfFingers"));
        int units = reader.u8("scaleUnits");
        reader.skip(4, "captureResolution");
        int across = reader.u16("imageResolution");
        int down = reader.u16("imageResolution");
        expectDepth(reader);
        int compression = reader.u8("compression");
        reader.skip(2, "reserved");
        long own = reader.u32("fingerDataLength");
        if (own != reader.left() + 4L) {
            throw reader.wrong("fingerDataLength", String.valueOf(reader.left() + 4L), "" + own);
        }
        FingerPosition position = position(reader);
        expectOne(reader, "countOfViews", reader.u8("countOfViews"));
        reader.skip(1 + 1 + 1, "viewNumberQualityImpression");
        int width = reader.u16("lineLength");
        int height = reader.u16("numberOfLines");
        reader.skip(1, "reserved");
        byte[] bytes = reader.take(reader.left(), "image");
        ImageFormat format =
                switch (compression) {
                    case 0 -> ImageFormat.RAW;
                    case 2 -> ImageFormat.WSQ;
                    case 3 -> ImageFormat.JPEG;
                    case 4 -> ImageFormat.JPEG2000;
                    case 5 -> ImageFormat.PNG;
                    default ->
                            throw reader.wrong("compression", "0, 2, 3, 4 or 5", "" + compression);
                };
        return checked(reader, position, format, bytes, width, height, dpi(units, across, down));
    }

    private static FingerRecord checked(
            RecordReader reader,
            FingerPosition position,
            ImageFormat format,
            byte[] bytes,
            int width,
            int height,
            int dpi)
            throws BadRecordException {
        Picture.confirm(reader, format, bytes, width, height, LONGEST_SIDE);
        return new FingerRecord(position, new EncodedImage(format, bytes, width, height, dpi));
    }

    private static FingerPosition position(RecordReader reader) throws BadRecordException {
        int code = reader.u8("fingerPosition");
        return switch (code) {
            case PLAIN_RIGHT_THUMB -> FingerPosition.RIGHT_THUMB;
            case PLAIN_LEFT_THUMB -> FingerPosition.LEFT_THUMB;
            default -> {
                if (code > 10) {
                    throw reader.wrong("fingerPosition", "one finger (0 to 12)", "" + code);
                }
                yield FingerPosition.of(code);
            }
        };
    }

    private static int dpi(int units, int across, int down) {
        if (across != down) {
            return 0; // Pixels that are not square: nobody downstream could use one number.
        }
        return switch (units) {
            case PIXELS_PER_INCH -> across;
            case PIXELS_PER_CENTIMETRE -> (int) Math.round(across * 2.54);
            default -> 0;
        };
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

    private static void expectDepth(RecordReader reader) throws BadRecordException {
        int bits = reader.u8("bitDepth");
        if (bits != 8) {
            throw reader.wrong("bitDepth", "8 bits of grey", "" + bits);
        }
    }
}
