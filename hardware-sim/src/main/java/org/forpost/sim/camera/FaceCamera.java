package org.forpost.sim.camera;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.forpost.sim.sbi.CaptureRequest;
import org.forpost.sim.sbi.DeviceError;
import org.forpost.sim.sbi.Presence;
import org.forpost.sim.sbi.Sample;
import org.forpost.sim.sbi.Sensor;

/// A camera at the counter: one still picture of the face, VGA turned upright.
public final class FaceCamera implements Sensor {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 640;

    /// A preview is looked at in a corner of the page.
    private static final int PREVIEW_SHARE = 2;

    private final Presence<Face> counter;
    private final Clock clock;

    /// A camera that sees who stands at `counter`.
    public FaceCamera(Presence<Face> counter, Clock clock) {
        this.counter = counter;
        this.clock = clock;
    }

    @Override
    public String bioType() {
        return "Face";
    }

    @Override
    public String subType() {
        return "Full face";
    }

    @Override
    public List<Integer> subIds() {
        return List.of();
    }

    @Override
    public List<Sample> capture(CaptureRequest request) throws DeviceError, InterruptedException {
        if (request.count() != 1) {
            throw new DeviceError(
                    DeviceError.COUNT_NOT_SUPPORTED, "bio.count: a camera takes one face");
        }
        Face face = counter.await(request.timeoutMillis());
        byte[] jpeg = face.shot(WIDTH, HEIGHT);
        int quality = Sharpness.of(decoded(jpeg));
        return List.of(
                new Sample(
                        "",
                        FaceImageRecord.of(jpeg, WIDTH, HEIGHT, quality, clock.instant()),
                        quality));
    }

    @Override
    public byte[] preview(int number) {
        Optional<Face> face = counter.now();
        int width = WIDTH / PREVIEW_SHARE;
        int height = HEIGHT / PREVIEW_SHARE;
        return face.isPresent() ? face.get().shot(width, height) : emptyRoom(width, height);
    }

    private static BufferedImage decoded(byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            if (image == null) {
                throw new IllegalStateException("the face before the camera is not a JPEG");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException("the face before the camera cannot be read", e);
        }
    }

    private static byte[] emptyRoom(int width, int height) {
        try {
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(
                    new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to take a picture", e);
        }
    }
}
