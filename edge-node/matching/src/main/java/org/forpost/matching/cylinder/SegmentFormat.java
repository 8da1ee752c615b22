package org.forpost.matching.cylinder;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The bytes of a segment, little endian, every offset counted from its beginning, so that it may
/// be mapped anywhere by any number of processes.
///
/// ```
/// header   256 bytes, see the constants; its own checksum at 12
/// 0 lists          int per (key, sector of direction): where its postings begin; one more at the end
/// 1 ids            int per posting: finger << 8 | minutia
/// 2 low            long per posting: the first quarter of the minutia's code
/// 3 high           long per posting: the second quarter
/// 4 offsets        int per finger: where its record begins, in units of 8 bytes; one more at the end
/// 5 fingers        one record per finger:
///                    u8 minutiae, u8 position, u16 width, u16 height, u8 length of subject, u8 0
///                    per minutia a long: x (14 bits), y (14), bifurcation (1), 0 (3), direction (float)
///                    per minutia two longs: the second half of its code
///                    per minutia a u16: its key
///                    the subject in UTF-8, zeros up to a multiple of 8
/// 6 subjects       two ints per finger, sorted: hash of the subject (unsigned), finger
/// 7 sums           int per block of 64 KiB, from the first byte behind the header: CRC-32C
/// ```
final class SegmentFormat {
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    static final long MAGIC = 0x3130474553504F46L;
    static final int VERSION = 2;
    static final int HEADER = 256;

    static final int AT_MAGIC = 0;
    static final int AT_VERSION = 8;
    static final int AT_CHECKSUM = 12;
    static final int AT_LENGTH = 16;
    static final int AT_FINGERS = 24;
    static final int AT_POSTINGS = 28;
    static final int AT_KEY_BITS = 32;
    static final int AT_SUMS_CHECKSUM = 36;
    static final int AT_PROJECTION = 40;
    static final int AT_SECTIONS = 48;

    static final int LISTS = 0;
    static final int IDS = 1;
    static final int LOW = 2;
    static final int HIGH = 3;
    static final int OFFSETS = 4;
    static final int FINGERS = 5;
    static final int SUBJECTS = 6;
    static final int SUMS = 7;
    static final int SECTIONS = 8;

    /// A finer sector reads less outside the permitted rotation, a coarser one has longer lists.
    static final int SECTORS = 32;

    /// Small enough to be checked in 10 µs when first touched, large enough that sums take 0.006 %.
    static final int BLOCK = 1 << 16;

    /// What finger << 8 | minutia leaves room for. Larger galleries have several segments.
    static final int MOST_FINGERS = 1 << 23;

    static final int RECORD_HEADER = 8;

    /// 255 minutiae and a subject of 255 bytes.
    static final long LONGEST_RECORD = 8192;

    private SegmentFormat() {}

    /// @param direction radians, 0 to 2π
    /// @return 0 to 255
    static int fine(float direction) {
        return Math.min(255, (int) (direction * (256 / (2 * Math.PI))));
    }

    static int sector(float direction) {
        return fine(direction) / (256 / SECTORS);
    }

    /// @return the direction in the middle of a sector, 256 to the circle
    static int middle(int sector) {
        return sector * (256 / SECTORS) + 128 / SECTORS;
    }

    static long pack(int x, int y, boolean bifurcation, float direction) {
        long place = x | (long) y << 14 | (bifurcation ? 1L << 28 : 0);
        return place | (long) Float.floatToRawIntBits(direction) << 32;
    }

    static int x(long minutia) {
        return (int) minutia & 0x3FFF;
    }

    static int y(long minutia) {
        return (int) minutia >>> 14 & 0x3FFF;
    }

    static boolean bifurcation(long minutia) {
        return (minutia >>> 28 & 1) != 0;
    }

    static float direction(long minutia) {
        return Float.intBitsToFloat((int) (minutia >>> 32));
    }

    static long recordLength(int minutiae, int subjectLength) {
        return (RECORD_HEADER + 26L * minutiae + subjectLength + 7) & ~7L;
    }

    static int checksum(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asByteBuffer());
        return (int) crc.getValue();
    }

    /// Spreads subjects evenly: FNV-1a over the bytes, finished as in MurmurHash3.
    static int hash(byte[] subject) {
        int h = 0x811C9DC5;
        for (byte b : subject) {
            h = (h ^ (b & 0xFF)) * 0x01000193;
        }
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
