package org.forpost.matching.face.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.forpost.matching.face.FaceComparison;
import org.forpost.matching.face.FaceModel;
import org.forpost.matching.face.FacePicture;
import org.forpost.matching.face.Framing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator's models, tiny ones, run by the real ONNX Runtime: a detector of bright things and
/// an embedder of colours.
final class OnnxFacesTest {
    private static final int SKIN = 0xFFE0C0;
    private static final int BLUE = 0x90A0FF;

    @TempDir Path folder;

    @Test
    void oneFaceInTheMiddleIsFramedWell() throws Exception {
        try (OnnxFaces faces = opened()) {
            Framing.One one =
                    assertInstanceOf(Framing.One.class, faces.framing(picture(SKIN, 16, 16)));
            assertEquals(Framing.One.Verdict.GOOD, one.verdict());
            assertEquals(0.25, one.left(), 1e-6);
            assertEquals(0.75, one.bottom(), 1e-6);
            assertTrue(one.confidence() > 0.9, one.toString());
        }
    }

    @Test
    void aFaceAtTheEdgeTwoFacesAndNoneAreTold() throws Exception {
        try (OnnxFaces faces = opened()) {
            Framing.One one =
                    assertInstanceOf(Framing.One.class, faces.framing(picture(SKIN, 32, 16)));
            assertEquals(Framing.One.Verdict.OFF_CENTRE, one.verdict());
            FacePicture two = picture(SKIN, 0, 0);
            draw(two.rgb(), BLUE, 32, 32);
            assertEquals(2, assertInstanceOf(Framing.Several.class, faces.framing(two)).faces());
            assertInstanceOf(
                    Framing.NoFace.class, faces.framing(new FacePicture(64, 64, new int[4096])));
        }
    }

    @Test
    void theSameFaceElsewhereInThePictureMatchesAndAnotherDoesNot() throws Exception {
        try (OnnxFaces faces = opened()) {
            FacePicture portrait = picture(SKIN, 16, 16);
            FaceComparison.Compared same =
                    assertInstanceOf(
                            FaceComparison.Compared.class,
                            faces.compare(picture(SKIN, 24, 8), portrait));
            assertTrue(same.match(), same.toString());
            assertEquals(1, same.score(), 1e-4);
            assertEquals("tells colours apart", same.meaning());
            FaceComparison.Compared other =
                    assertInstanceOf(
                            FaceComparison.Compared.class,
                            faces.compare(picture(BLUE, 16, 16), portrait));
            assertFalse(other.match(), other.toString());
        }
    }

    @Test
    void withoutAFaceNothingIsCompared() throws Exception {
        try (OnnxFaces faces = opened()) {
            FaceComparison.NotAssessed none =
                    assertInstanceOf(
                            FaceComparison.NotAssessed.class,
                            faces.compare(
                                    picture(SKIN, 16, 16), new FacePicture(64, 64, new int[4096])));
            assertEquals("no face in the portrait", none.why());
        }
    }

    @Test
    void withoutModelsNothingIsAssessed() {
        FacePicture picture = picture(SKIN, 16, 16);
        assertInstanceOf(Framing.NotAssessed.class, FaceModel.NONE.framing(picture));
        assertInstanceOf(
                FaceComparison.NotAssessed.class, FaceModel.NONE.compare(picture, picture));
    }

    @Test
    void anotherFileThanTheManifestNamesIsNotLoaded() throws Exception {
        byte[] model = TinyModel.colourOf();
        Manifest.Model named = model("embedder.onnx", model);
        model[model.length / 2] ^= 1;
        Files.write(named.file(), model);
        assertRefused(embedding(named, "face", "vector", 32, 16), "has the SHA-256");
    }

    @Test
    void whatDoesNotFitTheManifestIsRefusedBeforeAPictureIsShown() throws Exception {
        Manifest.Model named = model("embedder.onnx", TinyModel.colourOf());
        assertRefused(embedding(named, "picture", "vector", 32, 16), "expected only picture");
        assertRefused(embedding(named, "face", "embedding", 32, 16), "has the outputs [vector]");
        assertRefused(embedding(named, "face", "vector", 64, 16), "of the shape [1, 3, 64, 64]");
        byte[] cut = Arrays.copyOf(TinyModel.colourOf(), 200);
        assertRefused(
                embedding(model("cut.onnx", cut), "face", "vector", 32, 16),
                "no model that can be run");
        assertRefused(
                embedding(
                        new Manifest.Model(folder.resolve("none.onnx"), named.sha256()),
                        "face",
                        "vector",
                        32,
                        16),
                "cannot be read");
    }

    @Test
    void anAnswerThatIsNoNumberIsNoScore() throws Exception {
        Manifest.Model odd = model("odd.onnx", TinyModel.notANumber());
        try (OnnxFaces faces = OnnxFaces.open(manifest(embedding(odd, "face", "vector", 32, 3)))) {
            FacePicture picture = picture(SKIN, 16, 16);
            assertEquals(
                    "output vector is not finite",
                    assertInstanceOf(
                                    FaceComparison.NotAssessed.class,
                                    faces.compare(picture, picture))
                            .why());
        }
        Manifest.Model named = model("embedder.onnx", TinyModel.colourOf());
        try (OnnxFaces faces =
                OnnxFaces.open(manifest(embedding(named, "face", "vector", 32, 512)))) {
            FacePicture picture = picture(SKIN, 16, 16);
            assertEquals(
                    "the embedder answered 16 numbers, expected 512",
                    assertInstanceOf(
                                    FaceComparison.NotAssessed.class,
                                    faces.compare(picture, picture))
                            .why());
        }
    }

    @Test
    void aManifestIsBounded() {
        assertThrows(
                IllegalArgumentException.class, () -> input("x", 4096, List.of(0.0, 0.0, 0.0)));
        assertThrows(IllegalArgumentException.class, () -> input("x", 32, List.of(0.0)));
        assertThrows(IllegalArgumentException.class, () -> new Manifest.Model(folder, "abc"));
    }

    private void assertRefused(Manifest.Embedder embedder, String words) throws Exception {
        Manifest manifest = manifest(embedder);
        String said =
                String.valueOf(
                        assertThrows(ModelRefusedException.class, () -> OnnxFaces.open(manifest))
                                .getMessage());
        assertTrue(said.contains(words), said);
    }

    private OnnxFaces opened() throws Exception {
        return OnnxFaces.open(
                manifest(
                        embedding(
                                model("embedder.onnx", TinyModel.colourOf()),
                                "face",
                                "vector",
                                32,
                                16)));
    }

    private Manifest manifest(Manifest.Embedder embedder) throws Exception {
        return new Manifest(
                new Manifest.Detector(
                        model("detector.onnx", TinyModel.brightThings()),
                        new Manifest.Input(
                                "image", 64, 64, false, List.of(0.0, 0.0, 0.0), 1 / 255.0),
                        "boxes",
                        "scores",
                        0.5),
                embedder,
                0.95,
                "tells colours apart");
    }

    private static Manifest.Embedder embedding(
            Manifest.Model model, String input, String output, int side, int length) {
        return new Manifest.Embedder(
                model, input(input, side, List.of(127.5, 127.5, 127.5)), output, length, 0);
    }

    private static Manifest.Input input(String name, int side, List<Double> mean) {
        return new Manifest.Input(name, side, side, false, mean, 1 / 127.5);
    }

    private Manifest.Model model(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        try {
            return new Manifest.Model(
                    file,
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// A square of one colour in the dark, half as wide as the picture.
    private static FacePicture picture(int colour, int left, int top) {
        int[] rgb = new int[64 * 64];
        draw(rgb, colour, left, top);
        return new FacePicture(64, 64, rgb);
    }

    private static void draw(int[] rgb, int colour, int left, int top) {
        for (int y = top; y < top + 32; y++) {
            Arrays.fill(rgb, y * 64 + left, y * 64 + left + 32, colour);
        }
    }
}
