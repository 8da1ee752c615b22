package org.forpost.matching.sourceafis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a native template of SourceAFIS 3.18 holds: the size of the image and its minutiae, in
/// pixels at 500 dpi and radians. The bytes are a CBOR map of `version`, `width`, `height`,
/// `positionsX`, `positionsY`, `directions` and `types` (one letter each: E ending, B bifurcation).
///
/// @param width pixels at 500 dpi
/// @param height pixels at 500 dpi
/// @param x one per minutia, from the left
/// @param y one per minutia, from the top
/// @param direction one per minutia, 0 to 2π; SourceAFIS's angles grow from x towards y
/// @param bifurcation one per minutia: true for a bifurcation, false for a ridge ending
@SuppressWarnings("ArrayRecordComponent")
public record Minutiae(
        int width, int height, short[] x, short[] y, float[] direction, boolean[] bifurcation) {

    /// SourceAFIS keeps the best 100; other extractors that write this format may keep a few more.
    public static final int MOST = 255;

    /// 255 minutiae of 11 bytes and the names of the fields take 3 kB; nothing longer is a
    /// template.
    public static final int LONGEST_ENCODING = 4096;

    private static final String VERSION = "3.18.1-java";
    private static final String READABLE = "3.18.";
    private static final int LARGEST_SIDE = 10_000;

    public int count() {
        return x.length;
    }

    /// Reads a native template, trusting nothing.
    ///
    /// @throws MalformedTemplateException names the field and what was expected
    public static Minutiae decode(byte[] bytes) throws MalformedTemplateException {
        if (bytes.length > LONGEST_ENCODING) {
            throw new MalformedTemplateException(
                    bytes.length + " bytes; a native template has at most " + LONGEST_ENCODING);
        }
        return new Decoder(new CborReader(bytes)).decode();
    }

    /// @return the native template, byte for byte what SourceAFIS itself would have written
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(80 + 11 * count());
        out.write(0xBF);
        text(out, "version");
        text(out, VERSION);
        text(out, "width");
        unsigned(out, 0, width);
        text(out, "height");
        unsigned(out, 0, height);
        text(out, "positionsX");
        integers(out, x);
        text(out, "positionsY");
        integers(out, y);
        text(out, "directions");
        unsigned(out, 4, count());
        for (float angle : direction) {
            int bits = Float.floatToRawIntBits(angle);
            out.write(0xFA);
            out.write(bits >> 24);
            out.write(bits >> 16);
            out.write(bits >> 8);
            out.write(bits);
        }
        text(out, "types");
        StringBuilder types = new StringBuilder(count());
        for (boolean fork : bifurcation) {
            types.append(fork ? 'B' : 'E');
        }
        text(out, types.toString());
        out.write(0xFF);
        return out.toByteArray();
    }

    private static void integers(ByteArrayOutputStream out, short[] values) {
        unsigned(out, 4, values.length);
        for (short value : values) {
            if (value >= 0) {
                unsigned(out, 0, value);
            } else {
                unsigned(out, 1, -1 - value);
            }
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        unsigned(out, 3, bytes.length);
        out.writeBytes(bytes);
    }

    private static void unsigned(ByteArrayOutputStream out, int major, int value) {
        if (value < 24) {
            out.write(major << 5 | value);
        } else if (value < 256) {
            out.write(major << 5 | 24);
            out.write(value);
        } else {
            out.write(major << 5 | 25);
            out.write(value >> 8);
            out.write(value);
        }
    }

    private static final class Decoder {
        private final CborReader in;
        private boolean versioned;
        private int width = -1;
        private int height = -1;
        private int[] x = {};
        private int[] y = {};
        private float[] direction = {};
        private String types = "";
        private int seen;

        Decoder(CborReader in) {
            this.in = in;
        }

        Minutiae decode() throws MalformedTemplateException {
            int entries = in.mapHeader();
            for (int i = 0; entries < 0 ? !in.tookBreak() : i < entries; i++) {
                if (i == 7) {
                    throw new MalformedTemplateException("more than the seven fields expected");
                }
                field(in.text("name of a field", 16));
            }
            if (!in.atEnd()) {
                throw new MalformedTemplateException("bytes after the end of the template");
            }
            if (seen != 0x7F) {
                throw new MalformedTemplateException(
                        "a field of version, width, height, positionsX, positionsY, directions,"
                                + " types is missing");
            }
            return build();
        }

        private void field(String name) throws MalformedTemplateException {
            int bit =
                    switch (name) {
                        case "version" -> {
                            version(in.text(name, 32));
                            yield 1;
                        }
                        case "width" -> {
                            width = in.integer(name, 1, LARGEST_SIDE);
                            yield 2;
                        }
                        case "height" -> {
                            height = in.integer(name, 1, LARGEST_SIDE);
                            yield 4;
                        }
                        case "positionsX" -> {
                            x = positions(name);
                            yield 8;
                        }
                        case "positionsY" -> {
                            y = positions(name);
                            yield 16;
                        }
                        case "directions" -> {
                            direction = directions(name);
                            yield 32;
                        }
                        case "types" -> {
                            types = in.text(name, MOST);
                            yield 64;
                        }
                        default ->
                                throw new MalformedTemplateException(
                                        "field '" + printable(name) + "' is not of this version");
                    };
            if (bit != 1 && !versioned) {
                throw new MalformedTemplateException("field version: expected first");
            }
            if ((seen & bit) != 0) {
                throw new MalformedTemplateException("field " + name + ": stands twice");
            }
            seen |= bit;
        }

        private void version(String version) throws MalformedTemplateException {
            if (!version.startsWith(READABLE)) {
                throw new MalformedTemplateException(
                        "field version: '"
                                + printable(version)
                                + "', expected "
                                + READABLE
                                + "x; extract the image again with this version");
            }
            versioned = true;
        }

        private int[] positions(String name) throws MalformedTemplateException {
            int count = in.arrayHeader(name);
            int[] values = new int[count < 0 ? MOST : Math.min(count, MOST)];
            int i = 0;
            for (; count < 0 ? !in.tookBreak() : i < count; i++) {
                tooMany(name, i);
                values[i] = in.integer(name, 0, LARGEST_SIDE);
            }
            return Arrays.copyOf(values, i);
        }

        private float[] directions(String name) throws MalformedTemplateException {
            int count = in.arrayHeader(name);
            float[] values = new float[count < 0 ? MOST : Math.min(count, MOST)];
            int i = 0;
            for (; count < 0 ? !in.tookBreak() : i < count; i++) {
                tooMany(name, i);
                float angle = in.real(name);
                if (!(angle >= 0 && angle < 6.2831860f)) {
                    throw new MalformedTemplateException(
                            "field " + name + ": " + angle + " is not an angle in 0..2π");
                }
                values[i] = angle;
            }
            return Arrays.copyOf(values, i);
        }

        private static void tooMany(String name, int i) throws MalformedTemplateException {
            if (i >= MOST) {
                throw new MalformedTemplateException(
                        "field " + name + ": more than " + MOST + " minutiae");
            }
        }

        private Minutiae build() throws MalformedTemplateException {
            int count = x.length;
            if (y.length != count || direction.length != count || types.length() != count) {
                throw new MalformedTemplateException(
                        "positionsX, positionsY, directions and types differ in length: "
                                + count
                                + ", "
                                + y.length
                                + ", "
                                + direction.length
                                + ", "
                                + types.length());
            }
            short[] across = new short[count];
            short[] down = new short[count];
            boolean[] forks = new boolean[count];
            for (int i = 0; i < count; i++) {
                if (x[i] >= width || y[i] >= height) {
                    throw new MalformedTemplateException(
                            "minutia " + i + " lies outside " + width + " × " + height);
                }
                across[i] = (short) x[i];
                down[i] = (short) y[i];
                char type = types.charAt(i);
                if (type != 'E' && type != 'B') {
                    throw new MalformedTemplateException("field types: only E and B are known");
                }
                forks[i] = type == 'B';
            }
            return new Minutiae(width, height, across, down, direction, forks);
        }

        private static String printable(String text) {
            return text.replaceAll("[^ -~]", "?");
        }
    }
}
