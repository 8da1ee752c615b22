package org.forpost.matching.face.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.forpost.matching.face.FaceComparison;
import org.forpost.matching.face.FaceModel;
import org.forpost.matching.face.FacePicture;
import org.forpost.matching.face.Framing;
import org.forpost.matching.face.onnx.Network.NoAnswer;

/// An operator's detector and embedder. Safe for several threads.
public final class OnnxFaces implements FaceModel, AutoCloseable {
    /// Two boxes that share more than this of what they cover together are one face (the usual
    /// figure of non-maximum suppression).
    private static final double SAME_FACE = 0.3;

    private final Manifest manifest;
    private final Network detector;
    private final Network embedder;

    private OnnxFaces(Manifest manifest, Network detector, Network embedder) {
        this.manifest = manifest;
        this.detector = detector;
        this.embedder = embedder;
    }

    /// Verifies and loads both models.
    ///
    /// @throws ModelRefusedException names the file and what was expected
    public static OnnxFaces open(Manifest manifest) throws ModelRefusedException {
        Manifest.Detector find = manifest.detector();
        Manifest.Embedder tell = manifest.embedder();
        Network detector =
                Network.load(find.model(), find.input(), Set.of(find.boxes(), find.scores()));
        try {
            return new OnnxFaces(
                    manifest,
                    detector,
                    Network.load(tell.model(), tell.input(), Set.of(tell.output())));
        } catch (ModelRefusedException e) {
            detector.close();
            throw e;
        }
    }

    @Override
    public Framing framing(FacePicture picture) {
        try {
            List<Framing.One> faces = faces(picture);
            return switch (faces.size()) {
                case 0 -> new Framing.NoFace();
                case 1 -> faces.getFirst();
                default -> new Framing.Several(faces.size());
            };
        } catch (NoAnswer e) {
            return new Framing.NotAssessed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public FaceComparison compare(FacePicture live, FacePicture reference) {
        try {
            double score = cosine(vector(live, "live picture"), vector(reference, "portrait"));
            return new FaceComparison.Compared(score, manifest.threshold(), manifest.meaning());
        } catch (NoAnswer e) {
            return new FaceComparison.NotAssessed(String.valueOf(e.getMessage()));
        }
    }

    private List<Framing.One> faces(FacePicture picture) throws NoAnswer {
        Manifest.Detector find = manifest.detector();
        var answer =
                detector.run(
                        Crop.of(picture, 0, 0, picture.width(), picture.height(), find.input()));
        Network.Output boxes = answer.get(find.boxes());
        Network.Output scores = answer.get(find.scores());
        if (boxes == null || scores == null) {
            throw new NoAnswer("the detector left an output out");
        }
        int candidates = boxes.numbers().length / 4;
        int columns = candidates == 0 ? 1 : scores.numbers().length / candidates;
        if (boxes.numbers().length != 4 * candidates
                || (columns != 1 && columns != 2)
                || scores.numbers().length != columns * candidates) {
            throw new NoAnswer(
                    "the detector answered "
                            + boxes.numbers().length
                            + " corners and "
                            + scores.numbers().length
                            + " scores, expected four and one or two for each candidate");
        }
        List<Framing.One> found = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            double score = scores.numbers()[i * columns + columns - 1];
            if (score >= find.leastScore()) {
                found.add(box(boxes.numbers(), 4 * i, Math.min(score, 1)));
            }
        }
        return distinct(found);
    }

    private static Framing.One box(float[] corners, int at, double score) {
        return new Framing.One(
                Math.clamp(corners[at], 0, 1),
                Math.clamp(corners[at + 1], 0, 1),
                Math.clamp(corners[at + 2], 0, 1),
                Math.clamp(corners[at + 3], 0, 1),
                score);
    }

    /// The surest box of each face.
    private static List<Framing.One> distinct(List<Framing.One> found) {
        found.sort(Comparator.comparingDouble(Framing.One::confidence).reversed());
        List<Framing.One> faces = new ArrayList<>();
        for (Framing.One box : found) {
            if (area(box) > 0 && faces.stream().allMatch(face -> overlap(face, box) <= SAME_FACE)) {
                faces.add(box);
            }
            if (faces.size() > MOST_FACES) {
                break;
            }
        }
        return faces;
    }

    /// Whoever counts on is looking at a crowd or at a detector gone mad.
    private static final int MOST_FACES = 16;

    private static double overlap(Framing.One a, Framing.One b) {
        double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        double shared = Math.max(0, width) * Math.max(0, height);
        return shared / (area(a) + area(b) - shared);
    }

    private static double area(Framing.One box) {
        return Math.max(0, box.right() - box.left()) * Math.max(0, box.bottom() - box.top());
    }

    private float[] vector(FacePicture picture, String name) throws NoAnswer {
        List<Framing.One> faces = faces(picture);
        if (faces.size() != 1) {
            throw new NoAnswer(
                    (faces.isEmpty() ? "no face" : "more than one face") + " in the " + name);
        }
        Manifest.Embedder tell = manifest.embedder();
        Framing.One face = faces.getFirst();
        double width = face.right() - face.left();
        double height = face.bottom() - face.top();
        var answer =
                embedder.run(
                        Crop.of(
                                picture,
                                (face.left() - tell.margin() * width) * picture.width(),
                                (face.top() - tell.margin() * height) * picture.height(),
                                (face.right() + tell.margin() * width) * picture.width(),
                                (face.bottom() + tell.margin() * height) * picture.height(),
                                tell.input()));
        Network.Output output = answer.get(tell.output());
        if (output == null || output.numbers().length != tell.length()) {
            throw new NoAnswer(
                    "the embedder answered "
                            + (output == null ? 0 : output.numbers().length)
                            + " numbers, expected "
                            + tell.length());
        }
        return output.numbers();
    }

    private static double cosine(float[] a, float[] b) throws NoAnswer {
        double product = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            one += (double) a[i] * a[i];
            other += (double) b[i] * b[i];
        }
        if (one == 0 || other == 0) {
            throw new NoAnswer("the embedder answered nothing but zeros");
        }
        return Math.clamp(product / Math.sqrt(one * other), -1, 1);
    }

    @Override
    public void close() {
        detector.close();
        embedder.close();
    }
}
