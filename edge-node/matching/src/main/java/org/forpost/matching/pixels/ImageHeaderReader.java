package org.forpost.matching.pixels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.matching.pixels.ImageHeader.Format;
import org.jspecify.annotations.Nullable;

/// Finds format, dimensions and resolution in the first structures of an image file.
///
/// The readers follow PNG (ISO/IEC 15948, chunks IHDR and pHYs), TIFF 6.0 (section 2, tags 256,
/// 257, 282, 296), JPEG (ISO/IEC 10918-1 Annex B) with JFIF 1.02, BMP (BITMAPINFOHEADER), JPEG 2000
/// (ISO/IEC 15444-1 Annex A.5.1 and I.5.3) and WSQ (FBI IAFIS-IC-0110, with NIST's comment block).
/// Every offset that comes from the file is checked by the buffer before it is followed.
public final class ImageHeaderReader {
    /// A header structure lies in the first few; a file that makes us walk further is playing.
    private static final int MAX_STRUCTURES = 1000;

    private static final double METRES_PER_INCH = 0.0254;
    private static final Pattern WSQ_PPI = Pattern.compile("(?m)^PPI\\s+([0-9]{1,5})\\s*$");

    private final ByteBuffer file;

    private ImageHeaderReader(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
    }

    /// Reads the header, or returns null where the bytes are of no format that is known here.
    ///
    /// @throws IllegalArgumentException where the format is known and its header is broken; the
    ///   message is "field: what was expected"
    public static @Nullable ImageHeader read(byte[] bytes) {
        try {
            return new ImageHeaderReader(bytes).header();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("header: the file ends inside its header", e);
        }
    }

    private @Nullable ImageHeader header() {
        if (file.limit() < 12) {
            return null;
        }
        long start = file.getLong(0);
        int first = file.getInt(0);
        if (start == 0x89504E470D0A1A0AL) {
            return png();
        }
        if (first == 0x49492A00 || first == 0x4D4D002A) {
            return tiff();
        }
        if (first >>> 8 == 0xFFD8FF) {
            return jpeg();
        }
        if (first >>> 16 == 0x424D) {
            return bmp();
        }
        if (start == 0x0000000C6A502020L) {
            return jp2();
        }
        if (first == 0xFF4FFF51) {
            return codestream(0, 0);
        }
        if (first >>> 8 == 0xFFA0FF) {
            return wsq();
        }
        return null;
    }

    private ImageHeader png() {
        if (file.getInt(12) != 0x49484452) {
            throw new IllegalArgumentException("IHDR: expected as the first chunk");
        }
        long width = unsigned(16);
        long height = unsigned(20);
        double dpi = 0;
        long at = 8;
        for (int chunk = 0; chunk < MAX_STRUCTURES && at + 12 <= file.limit(); chunk++) {
            int offset = (int) at;
            int name = file.getInt(offset + 4);
            if (name == 0x49444154) { // IDAT: what describes the pixels stands before them
                break;
            }
            if (name == 0x70485973 && file.get(offset + 16) == 1) {
                dpi = unsigned(offset + 8) * METRES_PER_INCH;
            }
            at += 12 + unsigned(offset);
        }
        return new ImageHeader(Format.PNG, width, height, dpi);
    }

    private ImageHeader tiff() {
        file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = Math.toIntExact(Math.min(unsigned(4), Integer.MAX_VALUE));
        int entries = Short.toUnsignedInt(file.getShort(directory));
        long width = 0;
        long height = 0;
        double resolution = 0;
        int unit = 2; // TIFF 6.0: inches where the tag is absent
        for (int i = 0; i < Math.min(entries, MAX_STRUCTURES); i++) {
            int entry = directory + 2 + 12 * i;
            int tag = Short.toUnsignedInt(file.getShort(entry));
            switch (tag) {
                case 256 -> width = tiffNumber(entry);
                case 257 -> height = tiffNumber(entry);
                case 282 -> {
                    int at = Math.toIntExact(Math.min(unsigned(entry + 8), Integer.MAX_VALUE - 8));
                    long below = unsigned(at + 4);
                    resolution = below == 0 ? 0 : (double) unsigned(at) / below;
                }
                case 296 -> unit = (int) Math.min(tiffNumber(entry), 3);
                default -> {}
            }
        }
        double dpi = unit == 2 ? resolution : unit == 3 ? resolution * 2.54 : 0;
        return new ImageHeader(Format.TIFF, width, height, dpi);
    }

    private long tiffNumber(int entry) {
        int type = Short.toUnsignedInt(file.getShort(entry + 2));
        return type == 3 ? Short.toUnsignedInt(file.getShort(entry + 8)) : unsigned(entry + 8);
    }

    private ImageHeader jpeg() {
        double dpi = 0;
        int at = 2;
        for (int segment = 0; segment < MAX_STRUCTURES; segment++) {
            int marker = Short.toUnsignedInt(file.getShort(at));
            if (marker == 0xFFFF) { // fill byte
                at++;
                continue;
            }
            int length = Short.toUnsignedInt(file.getShort(at + 2));
            if (marker == 0xFFE0 && length >= 14 && file.getInt(at + 4) == 0x4A464946) {
                int unit = file.get(at + 11);
                int density = Short.toUnsignedInt(file.getShort(at + 12));
                dpi = unit == 1 ? density : unit == 2 ? density * 2.54 : 0;
            }
            boolean frame =
                    marker >= 0xFFC0
                            && marker <= 0xFFCF
                            && marker != 0xFFC4
                            && marker != 0xFFC8
                            && marker != 0xFFCC;
            if (frame) {
                long height = Short.toUnsignedLong(file.getShort(at + 5));
                long width = Short.toUnsignedLong(file.getShort(at + 7));
                return new ImageHeader(Format.JPEG, width, height, dpi);
            }
            if (marker < 0xFF00 || length < 2) {
                break;
            }
            at += 2 + length;
        }
        throw new IllegalArgumentException("SOF: no frame header found");
    }

    private ImageHeader bmp() {
        file.order(ByteOrder.LITTLE_ENDIAN);
        long headerSize = unsigned(14);
        if (headerSize < 40) {
            throw new IllegalArgumentException(
                    "biSize: expected a BITMAPINFOHEADER of 40 bytes or more, got " + headerSize);
        }
        long width = file.getInt(18);
        long height = Math.abs((long) file.getInt(22)); // negative: rows from the top
        double dpi = Math.max(0, file.getInt(38)) * METRES_PER_INCH;
        return new ImageHeader(Format.BMP, width, height, dpi);
    }

    private ImageHeader jp2() {
        double dpi = 0;
        long at = 0;
        for (int box = 0; box < MAX_STRUCTURES && at + 8 <= file.limit(); box++) {
            int offset = (int) at;
            long length = unsigned(offset);
            int type = file.getInt(offset + 4);
            int body = offset + 8;
            if (length == 1) {
                length = file.getLong(offset + 8);
                body = offset + 16;
            }
            if (type == 0x6A703263) { // jp2c: the codestream states the size that is decoded
                return codestream(body, dpi);
            }
            if (type == 0x6A703268) { // jp2h is a box of boxes: walk into it
                at = body;
                continue;
            }
            if (type == 0x72657320) { // res, too
                at = body;
                continue;
            }
            if (type == 0x72657363 || (type == 0x72657364 && dpi == 0)) { // resc before resd
                double below = Short.toUnsignedInt(file.getShort(body + 6));
                double above = Short.toUnsignedInt(file.getShort(body + 4));
                double perMetre = below == 0 ? 0 : above / below * Math.pow(10, file.get(body + 9));
                dpi = perMetre * METRES_PER_INCH;
            }
            if (length < 8) {
                break;
            }
            at += length;
            if (at < 0) {
                break;
            }
        }
        throw new IllegalArgumentException("jp2c: no codestream found");
    }

    private ImageHeader codestream(int at, double dpi) {
        if (file.getInt(at) != 0xFF4FFF51) {
            throw new IllegalArgumentException("SIZ: expected at the start of the codestream");
        }
        long width = unsigned(at + 8) - unsigned(at + 16);
        long height = unsigned(at + 12) - unsigned(at + 20);
        return new ImageHeader(Format.JPEG2000, width, height, dpi);
    }

    private ImageHeader wsq() {
        double dpi = 0;
        int at = 2;
        for (int segment = 0; segment < MAX_STRUCTURES; segment++) {
            int marker = Short.toUnsignedInt(file.getShort(at));
            int length = Short.toUnsignedInt(file.getShort(at + 2));
            if (marker == 0xFFA8) {
                int end = Math.min(file.limit(), at + 2 + length);
                String comment =
                        new String(
                                file.array(),
                                at + 4,
                                Math.max(0, end - at - 4),
                                StandardCharsets.ISO_8859_1);
                Matcher ppi = WSQ_PPI.matcher(comment);
                if (comment.startsWith("NIST_COM") && ppi.find()) {
                    dpi = Integer.parseInt(ppi.group(1));
                }
            }
            if (marker == 0xFFA2) {
                long height = Short.toUnsignedLong(file.getShort(at + 6));
                long width = Short.toUnsignedLong(file.getShort(at + 8));
                return new ImageHeader(Format.WSQ, width, height, dpi);
            }
            if (marker < 0xFF00 || length < 2) {
                break;
            }
            at += 2 + length;
        }
        throw new IllegalArgumentException("SOF: no frame header found");
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(file.getInt(at));
    }
}
