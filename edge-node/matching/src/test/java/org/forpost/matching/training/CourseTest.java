package org.forpost.matching.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.forpost.matching.DrawnFinger;
import org.forpost.matching.Template;
import org.forpost.matching.cylinder.Projection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training on a handful of drawn fingers.
final class CourseTest {
    private static final int FINGERS = 12;

    @TempDir private static Path folder;

    private static List<Impression> drawn() throws IOException {
        return Fingers.synthetic(
                folder.resolve("fingers"),
                () -> {
                    List<List<Template>> fingers = new ArrayList<>();
                    for (int f = 0; f < FINGERS; f++) {
                        DrawnFinger finger = new DrawnFinger(700 + f);
                        fingers.add(IntStream.range(0, 3).mapToObj(finger::template).toList());
                    }
                    return fingers;
                });
    }

    @Test
    void learnsToTellMatesFromStrangersAndTheSameBytesTwice() throws IOException {
        List<Impression> fingers = drawn();
        assertEquals(3 * FINGERS, fingers.size());
        Course course = new Course(List.of(), fingers, 5, 5);
        Projection learned = course.learn(group -> true, "drawn");

        Detection left = Detection.of(learned, course.aside(), List.of(), 1);
        assertTrue(left.whole()[0] > 0.3, left.cells());
        // Nothing learned: random directions and an odd seed find a thousandth at a rate of 10⁻³.
        assertTrue(left.whole()[1] <= left.whole()[0], left.cells());
        assertTrue(left.half()[0] > 0.2, left.cells());

        Course again = new Course(List.of(), drawn(), 5, 5);
        byte[] bytes = bytes(learned);
        assertArrayEquals(bytes, bytes(again.learn(group -> true, "drawn")));
        Projection read = Projection.read(new ByteArrayInputStream(bytes));
        assertArrayEquals(bytes, bytes(read));
    }

    @Test
    void keepsWhatItExtractedAndReadsItBack() throws IOException {
        List<Impression> first = drawn();
        assertTrue(Files.exists(folder.resolve("fingers")));
        List<Impression> second =
                Fingers.synthetic(
                        folder.resolve("fingers"),
                        () -> {
                            throw new IOException("made twice");
                        });
        assertEquals(first.size(), second.size());
        assertArrayEquals(first.get(7).minutiae().x(), second.get(7).minutiae().x());
        assertEquals("synthetic 2", second.get(7).finger());
    }

    private static byte[] bytes(Projection projection) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        projection.write(out);
        return out.toByteArray();
    }
}
