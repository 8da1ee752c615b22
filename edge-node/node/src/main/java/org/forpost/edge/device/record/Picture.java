package org.forpost.edge.device.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.forpost.edge.device.ImageFormat;

/// Holds a picture's own first bytes against what the record says of it. A decoder allocates by the
/// picture's own size, so a record must not be able to say "500 by 500" around one of 60,000 by
/// 60,000.
final class Picture {
    private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;

    private static final int JP2_SIGNATURE_BOX = 0x6a502020; // "jP  "
    private static final int JP2_CODESTREAM_BOX = 0x6a703263; // "jp2c"

    /// Start of codestream, and the marker that must follow it.
    private static final int SOC_AND_SIZ = 0xff4fff51;

    private Picture() {}

    private record Size(long width, long height) {}

    /// @throws BadRecordException when the picture is of another format or size than stated, or too
    ///   large
    static void confirm(
            RecordReader reader,
            ImageFormat format,
            byte[] bytes,
            int width,
            int height,
            int longest)
            throws BadRecordException {
        if (width < 1 || height < 1 || width > longest || height > longest) {
            throw reader.wrong(
                    "imageSize", "1 to " + longest + " pixels a side", width + " x " + height);
        }
        if (format == ImageFormat.RAW) {
            if (bytes.length != (long) width * height) {
                throw reader.wrong(
                        "image",
                        (long) width * height + " bytes for " + width + " x " + height + " pixels",
                        bytes.length + " bytes");
            }
            return;
        }
        Optional<Size> own = size(format, ByteBuffer.wrap(bytes));
        if (own.isEmpty()) {
            throw reader.wrong("image", "a " + format + " picture", "bytes of another kind");
        }
        if (own.get().width() != width || own.get().height() != height) {
            throw reader.wrong(
                    "image",
                    "a picture of " + width + " x " + height + " pixels, as the record says",
                    own.get().width() + " x " + own.get().height());
        }
    }

    private static Optional<Size> size(ImageFormat format, ByteBuffer in) {
        try {
            return switch (format) {
                case PNG -> png(in);
                case JPEG -> jpeg(in);
                case JPEG2000 -> jpeg2000(in);
                case WSQ -> wsq(in);
                case RAW -> Optional.empty();
            };
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return Optional.empty(); // It ends before it has said its size.
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A segment that reaches beyond the end.
        }
    }

    /// ISO/IEC 15948 clause 11.2.2: IHDR comes first.
    private static Optional<Size> png(ByteBuffer in) {
        if (in.getLong(0) != PNG_SIGNATURE) {
            return Optional.empty();
        }
        return Optional.of(new Size(unsigned(in.getInt(16)), unsigned(in.getInt(20))));
    }

    /// ISO/IEC 10918-1 annex B: walk the segments to the frame header.
    private static Optional<Size> jpeg(ByteBuffer in) {
        if (in.getShort() != (short) 0xffd8) {
            return Optional.empty();
        }
        while (true) {
            int marker = in.getShort() & 0xffff;
            if ((marker & 0xff00) != 0xff00 || marker == 0xffda) {
                return Optional.empty();
            }
            int at = in.position();
            int length = in.getShort() & 0xffff;
            boolean frame =
                    marker >= 0xffc0
                            && marker <= 0xffcf
                            && marker != 0xffc4
                            && marker != 0xffc8
                            && marker != 0xffcc;
            if (frame) {
                int height = in.getShort(at + 3) & 0xffff;
                int width = in.getShort(at + 5) & 0xffff;
                return Optional.of(new Size(width, height));
            }
            in.position(at + Math.max(2, length));
        }
    }

    /// ISO/IEC 15444-1 annexes A and I: a bare codestream, or boxes with one in `jp2c`. The
    /// codestream's own size counts, for that is what a decoder allocates by.
    private static Optional<Size> jpeg2000(ByteBuffer in) {
        if (in.getInt(0) == SOC_AND_SIZ) {
            return Optional.of(codestream(in, 0));
        }
        if (in.getInt(0) != 12 || in.getInt(4) != JP2_SIGNATURE_BOX) {
            return Optional.empty();
        }
        long at = 0;
        while (at < in.limit()) {
            int box = Math.toIntExact(at);
            long length = unsigned(in.getInt(box));
            int content = box + 8;
            if (length == 1) {
                length = in.getLong(box + 8);
                content = box + 16;
            }
            if (in.getInt(box + 4) == JP2_CODESTREAM_BOX) {
                return in.getInt(content) == SOC_AND_SIZ
                        ? Optional.of(codestream(in, content))
                        : Optional.empty();
            }
            if (length < 8 || length > in.limit()) {
                return Optional.empty();
            }
            at += length;
        }
        return Optional.empty();
    }

    private static Size codestream(ByteBuffer in, int at) {
        return new Size(
                unsigned(in.getInt(at + 8)) - unsigned(in.getInt(at + 16)),
                unsigned(in.getInt(at + 12)) - unsigned(in.getInt(at + 20)));
    }

    /// FBI IAFIS-IC-0110(V3): SOI, then segments up to the start of frame, FFA2.
    private static Optional<Size> wsq(ByteBuffer in) {
        if (in.getShort() != (short) 0xffa0) {
            return Optional.empty();
        }
        while (true) {
            int marker = in.getShort() & 0xffff;
            int at = in.position();
            int length = in.getShort() & 0xffff;
            if (marker == 0xffa2) {
                int height = in.getShort(at + 4) & 0xffff;
                int width = in.getShort(at + 6) & 0xffff;
                return Optional.of(new Size(width, height));
            }
            if (marker < 0xffa3 || marker > 0xffa8) {
                return Optional.empty();
            }
            in.position(at + Math.max(2, length));
        }
    }

    private static long unsigned(int value) {
        return value & 0xffffffffL;
    }
}
