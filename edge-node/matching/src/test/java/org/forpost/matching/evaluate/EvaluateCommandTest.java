package org.forpost.matching.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.forpost.matching.DrawnFinger;
import org.forpost.matching.GreyImage;
import org.forpost.matching.batch.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Somebody points at a folder of images and asks how well fingers are told apart in it.
final class EvaluateCommandTest {
    @TempDir private Path folder = Path.of("");
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @Test
    void twoSetsOfDifferentFormatsAreMeasuredAndPooled() throws IOException {
        for (int finger = 1; finger <= 3; finger++) {
            for (int impression = 1; impression <= 2; impression++) {
                write("a/optical/" + finger + "_" + impression + ".png", "png", finger, impression);
                write(
                        "b/left-thumb" + (char) ('a' + finger) + "_" + impression + ".bmp",
                        "bmp",
                        finger + 10,
                        impression);
            }
        }
        Files.writeString(folder.resolve("a/notes.txt"), "taken on a Tuesday");
        Path plot = folder.resolve("det.svg");

        assertEquals(0, run("--json", "--plot", plot.toString()));

        String json = answer.toString(StandardCharsets.UTF_8);
        assertEquals(
                List.of("a/optical", "a/optical", "b", "b", "pooled", "pooled"),
                values(json, "set"));
        assertEquals(List.of("3", "3", "3", "3", "6", "6"), values(json, "genuine_pairs"));
        assertEquals(List.of("12", "12", "12", "12", "24", "24"), values(json, "impostor_pairs"));
        assertEquals(6, values(json, "eer").size());
        assertEquals(6, values(json, "rank_1").size());
        assertTrue(told().contains("ignored: a/notes.txt"), told());
        assertTrue(told().contains("500 dpi is assumed"), told());
        String svg = Files.readString(plot);
        assertTrue(svg.startsWith("<svg ") && svg.contains("sourceafis: EER"), svg);
    }

    @Test
    void strictFvcMakesImpostorPairsOfFirstImpressionsOnly() throws IOException {
        for (int finger = 1; finger <= 3; finger++) {
            write(finger + "_1.png", "png", finger, 1);
            write(finger + "_2.png", "png", finger, 2);
        }
        assertEquals(0, run("--json", "--strict-fvc"));
        assertEquals(
                List.of("3", "3", "3", "3"),
                values(answer.toString(StandardCharsets.UTF_8), "impostor_pairs"));
    }

    @Test
    void anUnreadableFileIsNamedAndPassedOverAndTheExitCodeSaysSo() throws IOException {
        write("1_1.png", "png", 1, 1);
        write("1_2.png", "png", 1, 2);
        write("2_1.png", "png", 2, 1);
        byte[] whole = Files.readAllBytes(folder.resolve("2_1.png"));
        Files.write(folder.resolve("2_2.png"), java.util.Arrays.copyOf(whole, 100));

        assertEquals(3, run("--json"));

        String json = answer.toString(StandardCharsets.UTF_8);
        assertTrue(told().contains("unreadable: " + folder.resolve("2_2.png")), told());
        assertEquals(List.of("1", "1", "1", "1"), values(json, "genuine_pairs"));
        assertEquals(List.of("2", "2", "2", "2"), values(json, "impostor_pairs"));
    }

    @Test
    void aSetOfOneFingerHasNoRatesRatherThanPerfectOnes() throws IOException {
        write("1_1.png", "png", 1, 1);
        write("1_2.png", "png", 1, 2);
        assertEquals(0, run("--json"));
        assertEquals(
                List.of("null", "null", "null", "null"),
                values(answer.toString(StandardCharsets.UTF_8), "eer"));
    }

    @Test
    void aBlankImageIsCountedAsNotEnrolledAndMatchesNobody() throws IOException {
        for (int finger = 1; finger <= 2; finger++) {
            write(finger + "_1.png", "png", finger, 1);
            write(finger + "_2.png", "png", finger, 2);
        }
        BufferedImage blank = new BufferedImage(300, 300, BufferedImage.TYPE_BYTE_GRAY);
        ImageIO.write(blank, "png", folder.resolve("1_3.png").toFile());

        assertEquals(0, run("--json"));

        String json = answer.toString(StandardCharsets.UTF_8);
        // The blank one is in two of the four genuine pairs, and they do not match.
        assertEquals("0.5", values(json, "fnmr_at_fmr_0").getLast());
        assertEquals("1", values(json, "not_enrolled").getLast());
        assertTrue(told().contains("not enrolled by forpost: "), told());
    }

    @Test
    void fingersAreSearchedAmongDistractorsOfSomebodysOwn() throws IOException {
        for (int finger = 1; finger <= 3; finger++) {
            write(finger + "_1.png", "png", finger, 1);
            write(finger + "_2.png", "png", finger, 2);
        }
        Path distractors = folder.resolve("distractors.templates");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(distractors))) {
            for (int finger = 11; finger <= 13; finger++) {
                byte[] template = new DrawnFinger(finger).template(1).encode();
                out.writeInt(finger);
                out.writeInt(template.length);
                out.write(template);
            }
        }

        assertEquals(
                0,
                run("--json", "--gallery=3", "--exhaustive=2", "--distractors=" + distractors),
                this::told);

        String json = answer.toString(StandardCharsets.UTF_8);
        assertEquals(
                List.of("our templates", "SourceAFIS's own templates"), values(json, "templates"));
        // Two contenders among the sample, ours also in all of it; then the thresholds.
        assertEquals(
                List.of("6", "5", "5", "6"), values(json, "gallery_fingers").subList(0, 4), json);
        assertEquals(
                List.of("sourceafis", "forpost", "forpost"),
                values(json, "contender").reversed().subList(0, 3).reversed());
        assertEquals("1.0", values(json, "tpir_at_fpir_0.01").getLast(), json);
        assertEquals(List.of("3", "3", "3"), values(json, "of").subList(0, 3), json);
        assertEquals("SourceAFIS score", values(json, "score_of").getFirst());

        assertEquals(1, run("--gallery=4", "--distractors=" + distractors));
        assertTrue(told().contains("expected 4 distractors, the file has 3"), told());
    }

    @Test
    void aFolderWithoutImagesIsNoSuccess() throws IOException {
        assertEquals(4, run());
        assertTrue(told().contains("expected for example 101_1.png"), told());
    }

    @Test
    void sourceAfisAloneHasTheErrorRatesThatItsDataCameWith() throws IOException {
        Path data = Path.of("../../../shared/data/fvc2002_db1_b");
        assumeTrue(Files.isDirectory(data), "no real fingers beside the checkout: skipped");
        ImageSet set = ImageSets.below(data).sets().getFirst();
        Verification measured =
                Verification.run(
                        new SourceAfisAlone(),
                        Verification.open(set, OptionalDouble.empty()),
                        OptionalDouble.empty(),
                        false,
                        new Progress(System.err, false, "", 1));
        assertEquals(280, measured.scores().genuine().length);
        assertEquals(2880, measured.scores().impostor().length);
        ErrorRates rates = ErrorRates.of(measured.scores());
        assertEquals(0.0322, rates.equalErrorRate(), 0.00005);
        assertEquals(0.082, rates.fnmrAtFmr(1e-3), 0.0005);
    }

    private void write(String name, String format, int finger, int impression) throws IOException {
        GreyImage drawn = new DrawnFinger(finger).impression(impression);
        BufferedImage image =
                new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, drawn.width(), drawn.height(), drawn.pixels());
        Path file = folder.resolve(name);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        assertTrue(ImageIO.write(image, format, file.toFile()));
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--images", folder.toString()));
        arguments.addAll(List.of(more));
        EvaluateCommand command =
                new EvaluateCommand(
                        new PrintStream(answer, true, StandardCharsets.UTF_8),
                        new PrintStream(told, true, StandardCharsets.UTF_8));
        int code = new CommandLine(command).execute(arguments.toArray(String[]::new));
        assertFalse(told().contains("\tat "), told());
        return code;
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    private static List<String> values(String json, String field) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && field.equals(parser.currentName())) {
                    parser.nextToken();
                    values.add(parser.getText());
                }
            }
        }
        return values;
    }
}
