package org.forpost.sim.face;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/// A drawn face. Its features belong to the person (the seed); where it looks and how it is lit
/// belong to the shot. Nobody takes it for a photograph, and nothing that compares real faces
/// should be judged by it.
public final class SyntheticFace {

    /// A camera picture larger than this is no portrait; memory for it would only be wasted.
    private static final int MAX_SIDE = 4_000;

    /// Below this the features are smaller than a pixel.
    private static final int MIN_SIDE = 32;

    private final Color skin;
    private final Color hair;
    private final Color eyes;
    private final Color clothes;
    private final double headWidth;
    private final double eyeDistance;
    private final double eyeSize;
    private final double browTilt;
    private final double noseLength;
    private final double mouthWidth;
    private final double hairLine;
    private final boolean longHair;
    private final boolean glasses;
    private final boolean beard;

    private SyntheticFace(SplittableRandom person) {
        float tone = (float) person.nextDouble();
        skin = Color.getHSBColor(0.06f + 0.03f * tone, 0.3f + 0.35f * tone, 0.97f - 0.55f * tone);
        hair =
                Color.getHSBColor(
                        0.07f + (float) person.nextDouble() * 0.06f,
                        0.2f + (float) person.nextDouble() * 0.6f,
                        0.08f + (float) person.nextDouble() * 0.6f);
        eyes = Color.getHSBColor(0.08f + (float) person.nextDouble() * 0.55f, 0.6f, 0.5f);
        clothes = Color.getHSBColor((float) person.nextDouble(), 0.45f, 0.55f);
        headWidth = 0.40 + person.nextDouble() * 0.10;
        eyeDistance = 0.085 + person.nextDouble() * 0.03;
        eyeSize = 0.028 + person.nextDouble() * 0.016;
        browTilt = -0.02 + person.nextDouble() * 0.04;
        noseLength = 0.09 + person.nextDouble() * 0.06;
        mouthWidth = 0.07 + person.nextDouble() * 0.05;
        hairLine = 0.05 + person.nextDouble() * 0.06;
        longHair = person.nextBoolean();
        glasses = person.nextInt(4) == 0;
        beard = !longHair && person.nextInt(3) == 0;
    }

    /// The person of that seed, always the same one.
    public static SyntheticFace of(long seed) {
        return new SyntheticFace(new SplittableRandom(seed ^ 0x666163650000L));
    }

    /// One shot of the person.
    ///
    /// @param width pixels, 32 to 4,000
    /// @param height pixels, 32 to 4,000
    /// @param shotSeed of pose and light; the same shot gives the same bytes
    /// @return a JPEG file
    public byte[] jpeg(int width, int height, long shotSeed) {
        if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "face of "
                            + width
                            + " x "
                            + height
                            + " pixels, expected "
                            + MIN_SIDE
                            + " to "
                            + MAX_SIDE
                            + " each way");
        }
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            draw(g, width, height, new SplittableRandom(shotSeed));
        } finally {
            g.dispose();
        }
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "jpeg", out)) {
                throw new IllegalStateException("this Java has no JPEG writer");
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return out.toByteArray();
    }

    private void draw(Graphics2D g, int width, int height, SplittableRandom shot) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int light = 205 + shot.nextInt(35);
        g.setColor(new Color(light - 12, light - 6, light));
        g.fillRect(0, 0, width, height);
        // From here on one unit is the shorter side, the origin the middle of the face.
        double unit = Math.min(width, height);
        g.translate(
                width * 0.5 + unit * 0.02 * shot.nextGaussian(),
                height * 0.48 + unit * 0.015 * shot.nextGaussian());
        g.scale(unit, unit);
        g.rotate(Math.toRadians(3 * shot.nextGaussian()));
        double turn = 0.012 * shot.nextGaussian();

        shoulders(g);
        if (longHair) {
            fill(g, hair, ellipse(0, 0.03, headWidth + 0.13, 0.72));
        }
        fill(g, skin.darker(), ellipse(0, 0.28, headWidth * 0.45, 0.22));
        fill(g, skin, ellipse(-headWidth / 2, 0.03, 0.05, 0.11));
        fill(g, skin, ellipse(headWidth / 2, 0.03, 0.05, 0.11));
        fill(g, hair, ellipse(0, -0.06, headWidth + 0.06, 0.60));
        fill(g, skin, ellipse(0, 0.02 + hairLine, headWidth, 0.60 - hairLine));
        if (beard) {
            fill(g, hair, new Arc2D.Double(-headWidth / 2, -0.22, headWidth, 0.57, 200, 140, 1));
        }
        features(g, turn);
    }

    private void shoulders(Graphics2D g) {
        fill(g, clothes, ellipse(0, 0.62, 0.95, 0.5));
    }

    private void features(Graphics2D g, double turn) {
        for (int side = -1; side <= 1; side += 2) {
            double x = side * eyeDistance + turn;
            fill(g, Color.WHITE, ellipse(x, -0.02, eyeSize * 2.2, eyeSize * 1.3));
            fill(g, eyes, ellipse(x + turn / 2, -0.02, eyeSize * 1.2, eyeSize * 1.2));
            fill(g, Color.BLACK, ellipse(x + turn / 2, -0.02, eyeSize * 0.55, eyeSize * 0.55));
            g.setColor(hair.darker());
            g.setStroke(new BasicStroke(0.014f));
            var brow = new Path2D.Double();
            brow.moveTo(x - 0.045, -0.075 + side * browTilt);
            brow.lineTo(x + 0.045, -0.075 - side * browTilt);
            g.draw(brow);
            if (glasses) {
                g.setColor(Color.DARK_GRAY);
                g.setStroke(new BasicStroke(0.008f));
                g.draw(ellipse(x, -0.02, 0.13, 0.10));
            }
        }
        g.setColor(skin.darker());
        g.setStroke(new BasicStroke(0.010f));
        g.draw(
                new QuadCurve2D.Double(
                        turn * 1.6, 0, 0.05 + turn * 2, noseLength, turn * 1.6, noseLength));
        g.setColor(new Color(150, 60, 60));
        g.setStroke(new BasicStroke(0.016f));
        g.draw(
                new QuadCurve2D.Double(
                        -mouthWidth + turn, 0.19, turn, 0.215, mouthWidth + turn, 0.19));
    }

    private static void fill(Graphics2D g, Color colour, java.awt.Shape shape) {
        g.setColor(colour);
        g.fill(shape);
    }

    private static Ellipse2D ellipse(double x, double y, double width, double height) {
        return new Ellipse2D.Double(x - width / 2, y - height / 2, width, height);
    }
}
