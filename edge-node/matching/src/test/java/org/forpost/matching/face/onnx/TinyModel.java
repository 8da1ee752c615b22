package org.forpost.matching.face.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Writes models of a few hundred bytes as ONNX's protobuf (onnx.proto: the numbers are its
/// fields'), small but honest: what they answer depends on the picture.
final class TinyModel {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final Message graph = new Message();

    /// A message of protobuf.
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private void varint(long value) {
            long left = value;
            while ((left & ~0x7FL) != 0) {
                bytes.write((int) ((left & 0x7F) | 0x80));
                left >>>= 7;
            }
            bytes.write((int) left);
        }

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint(((long) field << 3) | 2);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes.toByteArray());
        }
    }

    /// Finds what is bright: the mean of each half-sized window of a grid of five by five, made a
    /// score by a sigmoid. Input `image` [1, 3, 64, 64] of colours 0 to 1; outputs `boxes` and
    /// `scores`.
    static byte[] brightThings() {
        TinyModel model = new TinyModel();
        model.input("image", 1, 3, 64, 64);
        model.floats("weights", new float[] {13.3f, 13.3f, 13.3f}, 1, 3, 1, 1);
        model.floats("bias", new float[] {-26}, 1);
        model.longs("flat", 1, 25);
        float[] corners = new float[100];
        for (int i = 0; i < 25; i++) {
            float left = i % 5 * 8 / 64f;
            float top = i / 5 * 8 / 64f;
            corners[4 * i] = left;
            corners[4 * i + 1] = top;
            corners[4 * i + 2] = left + 0.5f;
            corners[4 * i + 3] = top + 0.5f;
        }
        model.floats("corners", corners, 1, 25, 4);
        model.node(
                "AveragePool",
                "image",
                "mean",
                ints("kernel_shape", 32, 32),
                ints("strides", 8, 8));
        model.node("Conv", "mean weights bias", "weighed");
        model.node("Sigmoid", "weighed", "sure");
        model.node("Reshape", "sure flat", "scores");
        model.node("Identity", "corners", "boxes");
        model.output("scores", 1, 25);
        model.output("boxes", 1, 25, 4);
        return model.bytes();
    }

    /// Tells colours apart: the mean colour, turned into a vector of sixteen. Input `face` [1, 3,
    /// 32, 32], output `vector`.
    static byte[] colourOf() {
        TinyModel model = new TinyModel();
        model.input("face", 1, 3, 32, 32);
        Random random = new Random(1);
        float[] weights = new float[48];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        model.floats("weights", weights, 3, 16);
        model.node("GlobalAveragePool", "face", "pooled");
        model.node("Flatten", "pooled", "colour");
        model.node("Gemm", "colour weights", "turned");
        model.node("LpNormalization", "turned", "vector");
        model.output("vector", 1, 16);
        return model.bytes();
    }

    /// Divides by nothing: `vector` is not a number, whatever the picture.
    static byte[] notANumber() {
        TinyModel model = new TinyModel();
        model.input("face", 1, 3, 32, 32);
        model.node("GlobalAveragePool", "face", "pooled");
        model.node("Flatten", "pooled", "colour");
        model.node("Sub", "colour colour", "nothing");
        model.node("Div", "nothing nothing", "vector");
        model.output("vector", 1, 3);
        return model.bytes();
    }

    private void node(String type, String inputs, String output, Message... attributes) {
        Message node = new Message();
        for (String input : inputs.split(" ", -1)) {
            node.text(1, input);
        }
        node.text(2, output).text(4, type);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
    }

    private static Message ints(String name, long... values) {
        Message attribute = new Message().text(1, name);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute.number(20, 7);
    }

    private void floats(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        tensor(name, FLOAT, raw.array(), shape);
    }

    private void longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putLong(value);
        }
        tensor(name, INT64, raw.array(), values.length);
    }

    private void tensor(String name, int type, byte[] raw, long... shape) {
        Message tensor = new Message();
        for (long side : shape) {
            tensor.number(1, side);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    }

    private void input(String name, long... shape) {
        graph.message(11, value(name, shape));
    }

    private void output(String name, long... shape) {
        graph.message(12, value(name, shape));
    }

    private static Message value(String name, long... shape) {
        Message sides = new Message();
        for (long side : shape) {
            sides.message(1, new Message().number(1, side));
        }
        Message tensor = new Message().number(1, FLOAT).message(2, sides);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    private byte[] bytes() {
        graph.text(2, "tiny");
        return new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 13))
                .bytes
                .toByteArray();
    }
}
