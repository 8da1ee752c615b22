package org.forpost.protocol.spec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Some bytes of a worked example, and what they say.
record HexLine(byte[] bytes, String says) {
    private static final int WIDTH = 24;

    static String print(List<HexLine> lines) {
        StringBuilder out = new StringBuilder();
        for (HexLine line : lines) {
            for (int at = 0; at < line.bytes.length || at == 0; at += WIDTH) {
                int end = Math.min(line.bytes.length, at + WIDTH);
                String hex = HexFormat.of().formatHex(line.bytes, at, end);
                out.append(hex);
                if (at == 0 && !line.says.isEmpty()) {
                    out.append(" ".repeat(Math.max(1, 2 * WIDTH + 1 - hex.length())));
                    out.append("# ").append(line.says);
                }
                out.append('\n');
            }
        }
        return out.toString();
    }

    static byte[] join(List<HexLine> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.forEach(line -> out.writeBytes(line.bytes));
        return out.toByteArray();
    }

    /// A version byte and one CBOR item, item by item.
    static List<HexLine> versioned(byte[] bytes) {
        List<HexLine> lines = new ArrayList<>();
        lines.add(new HexLine(Arrays.copyOf(bytes, 1), "version " + bytes[0]));
        lines.addAll(cbor(Arrays.copyOfRange(bytes, 1, bytes.length)));
        return lines;
    }

    static List<HexLine> cbor(byte[] bytes) {
        List<HexLine> lines = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        item(bytes, in, new byte[0], "", "", lines);
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes after the item");
        }
        return lines;
    }

    private static void item(
            byte[] all,
            ByteBuffer in,
            byte[] before,
            String indent,
            String key,
            List<HexLine> lines) {
        int start = in.position();
        int head = in.get() & 0xff;
        int major = head >>> 5;
        long value = value(in, head & 0x1f);
        byte[] content = new byte[major == 2 || major == 3 ? (int) value : 0];
        in.get(content);
        byte[] own = Arrays.copyOfRange(all, start, in.position());
        String says =
                switch (major) {
                    case 0 -> "" + value;
                    case 1 -> "" + (-1 - value);
                    case 2 -> value + " bytes";
                    case 3 -> '"' + new String(content, StandardCharsets.UTF_8) + '"';
                    case 4 -> "array of " + value;
                    case 5 -> "map of " + value;
                    default -> value == 21 ? "true" : "false";
                };
        byte[] line = Arrays.copyOf(before, before.length + own.length);
        System.arraycopy(own, 0, line, before.length, own.length);
        lines.add(new HexLine(line, indent + key + says));
        for (long i = 0; major == 4 && i < value; i++) {
            item(all, in, new byte[0], indent + "  ", "", lines);
        }
        for (long i = 0; major == 5 && i < value; i++) {
            int keyAt = in.position();
            long number = value(in, in.get() & 0x1f);
            byte[] keyBytes = Arrays.copyOfRange(all, keyAt, in.position());
            item(all, in, keyBytes, indent + "  ", number + ": ", lines);
        }
    }

    private static long value(ByteBuffer in, int info) {
        return switch (info) {
            case 24 -> in.get() & 0xff;
            case 25 -> in.getShort() & 0xffff;
            case 26 -> in.getInt() & 0xffff_ffffL;
            case 27 -> in.getLong();
            default -> info;
        };
    }
}
