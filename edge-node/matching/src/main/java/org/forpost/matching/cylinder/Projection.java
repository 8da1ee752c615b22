package org.forpost.matching.cylinder;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.forpost.matching.sourceafis.Minutiae;

/// The learned linear projection from cylinders to keys and codes, and what it cost in likelihood.
///
/// First [#DIMENSIONS] directions in which cylinders of the same minutia agree best compared with
/// cylinders of different ones (linear discriminant analysis, each direction with unit variance);
/// the signs of the first [#KEY_BITS] are the key. Then a rotation of the weighted directions into
/// [#CODE_BITS] bits, whose Hamming distance follows the angle between two descriptors.
///
/// The file, big endian: "FPCP", version, a line of text that says what it was learned from, then
/// 32-bit floats: what unknown cells are filled with, mean, directions, noise of the key, rotation,
/// log-likelihood ratio per distance of codes and of their first halves, weights of the alignment's
/// features.
public final class Projection {
    /// More directions cost time and carry less and less: the 96th agrees to 0.6.
    public static final int DIMENSIONS = 96;

    /// Enough to cut a million fingers' 40 million minutiae into lists of 600.
    public static final int KEY_BITS = 16;

    /// Against 128 bits: detection at a false-hit rate of 10⁻⁴ grows from .49 to .60 on held-out
    /// pairs.
    public static final int CODE_BITS = 256;

    /// Features of an alignment.
    public static final int FEATURES = Alignment.FEATURES;

    private static final int MAGIC = 0x46504350;
    private static final int VERSION = 2;

    private final String provenance;
    private final float[] expected;
    private final float[] atNothing = new float[DIMENSIONS];
    private final float[] mean;
    // column by column, so that the inner loop runs over outputs and vectorises
    private final float[] directions;
    private final float[] keyNoise;
    private final float[] rotation;
    private final float[] likelihood;
    private final float[] halfLikelihood;
    private final float[] odds;

    private Projection(
            String provenance,
            float[] expected,
            float[] mean,
            float[] directions,
            float[] keyNoise,
            float[] rotation,
            float[] likelihood,
            float[] halfLikelihood,
            float[] odds) {
        this.provenance = provenance;
        this.expected = expected;
        this.mean = mean;
        this.directions = directions;
        this.keyNoise = keyNoise;
        this.rotation = rotation;
        this.likelihood = likelihood;
        this.halfLikelihood = halfLikelihood;
        this.odds = odds;
        double[] sum = new double[DIMENSIONS];
        for (int c = 0; c < Cylinders.LENGTH; c++) {
            for (int d = 0; d < DIMENSIONS; d++) {
                sum[d] -= (double) mean[c] * directions[c * DIMENSIONS + d];
            }
        }
        for (int d = 0; d < DIMENSIONS; d++) {
            atNothing[d] = (float) sum[d];
        }
    }

    /// Assembles what a training has learned.
    ///
    /// @param provenance what it was learned from, one line
    /// @param expected what an unknown cell of a cylinder is filled with, [Cylinders#LENGTH]
    /// @param mean of all cylinders, [Cylinders#LENGTH]
    /// @param directions `[c * DIMENSIONS + d]`
    /// @param keyNoise standard deviation of the first 16 directions between two views of a minutia
    /// @param rotation `[d * CODE_BITS + b]`
    /// @param likelihood natural logarithm of genuine over impostor density at each Hamming
    ///   distance, 0 to [#CODE_BITS]
    /// @param halfLikelihood the same for the first half of the code, 0 to 128
    /// @param odds weights of the features of an alignment, then the constant
    public static Projection learned(
            String provenance,
            float[] expected,
            float[] mean,
            float[] directions,
            float[] keyNoise,
            float[] rotation,
            float[] likelihood,
            float[] halfLikelihood,
            float[] odds) {
        return new Projection(
                provenance,
                expected,
                mean,
                directions,
                keyNoise,
                rotation,
                likelihood,
                halfLikelihood,
                odds);
    }

    /// The projection that comes with the module.
    public static Projection standard() {
        return Standard.PROJECTION;
    }

    private static final class Standard {
        static final Projection PROJECTION = load();

        private static Projection load() {
            try (InputStream in =
                    Objects.requireNonNull(
                            Projection.class.getResourceAsStream("cylinder.projection"))) {
                return read(in);
            } catch (IOException e) {
                throw new IllegalStateException("the module's own projection is damaged", e);
            }
        }
    }

    public static Projection read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        if (in.readInt() != MAGIC || in.readInt() != VERSION) {
            throw new IOException("no projection of version " + VERSION);
        }
        return new Projection(
                in.readUTF(),
                floats(in, Cylinders.LENGTH),
                floats(in, Cylinders.LENGTH),
                floats(in, Cylinders.LENGTH * DIMENSIONS),
                floats(in, KEY_BITS),
                floats(in, DIMENSIONS * CODE_BITS),
                floats(in, CODE_BITS + 1),
                floats(in, CODE_BITS / 2 + 1),
                floats(in, Alignment.FEATURES + 1));
    }

    public void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeUTF(provenance);
        for (float[] values :
                new float[][] {
                    expected, mean, directions, keyNoise, rotation, likelihood, halfLikelihood, odds
                }) {
            for (float value : values) {
                out.writeFloat(value);
            }
        }
        out.flush();
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(4 * count);
        if (bytes.length < 4 * count) {
            throw new IOException("the projection breaks off");
        }
        float[] values = new float[count];
        java.nio.ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }

    /// Tells projections apart: codes of one mean nothing to another.
    long identity() {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        for (float[] values : new float[][] {expected, mean, directions, rotation}) {
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(4 * values.length);
            buffer.asFloatBuffer().put(values);
            crc.update(buffer);
        }
        return crc.getValue();
    }

    /// What the weights were learned from.
    public String provenance() {
        return provenance;
    }

    /// How much more often this distance is seen between two views of one minutia than between
    /// different minutiae, as a natural logarithm, never below 0.
    ///
    /// @param distance between two codes, 0 to [#CODE_BITS]
    float likelihood(int distance) {
        return likelihood[distance];
    }

    /// The same for the first halves alone.
    ///
    /// @param distance 0 to 128
    float halfLikelihood(int distance) {
        return halfLikelihood[distance];
    }

    /// Natural logarithm of the odds that an alignment is that of the same finger.
    float odds(float[] features) {
        float sum = odds[Alignment.FEATURES];
        for (int f = 0; f < Alignment.FEATURES; f++) {
            sum += odds[f] * features[f];
        }
        return sum;
    }

    /// The same projection that weighs alignments differently; galleries serve both.
    ///
    /// @param weights of the [#FEATURES], then the constant
    public Projection weighing(float[] weights) {
        return new Projection(
                provenance,
                expected,
                mean,
                directions,
                keyNoise,
                rotation,
                likelihood,
                halfLikelihood,
                weights);
    }

    float keyNoise(int bit) {
        return keyNoise[bit];
    }

    /// Describes all minutiae of a finger; about 0.5 ms of one core.
    public Descriptors describe(Minutiae minutiae) {
        int count = minutiae.count();
        Descriptors result = new Descriptors(count);
        Cylinders cylinders = cylinders(minutiae);
        float[] raw = new float[Cylinders.LENGTH];
        float[] reduced = new float[DIMENSIONS];
        float[] bits = new float[CODE_BITS];
        for (int i = 0; i < count; i++) {
            cylinders.describe(i, raw);
            reduce(raw, reduced);
            rotate(reduced, bits);
            result.set(i, reduced, bits);
        }
        return result;
    }

    /// The raw descriptors of one impression.
    public Cylinders cylinders(Minutiae minutiae) {
        return new Cylinders(minutiae, expected);
    }

    /// The same for training: the reduced descriptor of one cylinder.
    public void reduce(float[] raw, float[] into) {
        Product.multiply(raw, directions, DIMENSIONS, atNothing, into);
    }

    /// The same for training: the values whose signs are the code.
    public void rotate(float[] reduced, float[] into) {
        Product.multiply(reduced, rotation, CODE_BITS, NOTHING, into);
    }

    private static final float[] NOTHING = new float[CODE_BITS];
}
