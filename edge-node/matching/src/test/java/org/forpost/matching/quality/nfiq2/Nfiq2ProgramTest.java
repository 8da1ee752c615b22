package org.forpost.matching.quality.nfiq2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.forpost.matching.GreyImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that is asked about an image, honest and otherwise. What runs here are scripts: the
/// real `nfiq2` is no Debian package.
final class Nfiq2ProgramTest {
    private static final GreyImage IMAGE = new GreyImage(7, 3, new byte[21], 500);

    @TempDir Path folder;

    @Test
    void aScoreIsReadAndTheProgramSawTheImage() throws Exception {
        // Says how long the header of the image is; 11 bytes and 21 pixels make 32.
        Nfiq2Answer answer =
                ask("test \"$1\" = -F && head -c 2 \"$2\" | grep -q P5 && wc -c < \"$2\"");
        assertEquals(new Nfiq2Answer.Score(32), answer);
        assertNoImageIsLeft();
    }

    @Test
    void aProgramThatHangsIsKilled() throws Exception {
        String why = why(ask("sleep 600", Duration.ofMillis(300)));
        assertTrue(why.contains("did not answer within 300 ms"), why);
        assertNoImageIsLeft();
    }

    @Test
    void aFloodOfWordsIsNotReadToItsEnd() throws Exception {
        String why = why(ask("yes 42 | head -c 100000000"));
        assertTrue(why.contains("expected a number"), why);
        assertTrue(why.length() < 400, "a flood became a message of " + why.length());
    }

    @Test
    void whatIsNoScoreIsNoScore() throws Exception {
        assertTrue(why(ask("echo 101")).contains("'101'"));
        assertTrue(why(ask("echo -1")).contains("'-1'"));
        assertTrue(why(ask("echo 50; exit 3")).contains("ended with 3"));
        assertTrue(why(ask("true")).contains("''"));
        assertNoImageIsLeft();
    }

    @Test
    void aProgramThatIsNotThereIsNotAsked() throws Exception {
        Nfiq2Program none =
                new Nfiq2Program(folder.resolve("none"), folder, Duration.ofSeconds(20));
        assertTrue(why(none.ask(IMAGE)).contains("none"));
        assertNoImageIsLeft();
    }

    @Test
    void anotherResolutionIsNotAssessed() throws Exception {
        Nfiq2Program program = program("echo 50", Duration.ofSeconds(20));
        assertTrue(why(program.ask(new GreyImage(7, 3, new byte[21], 1000))).contains("1000"));
    }

    private Nfiq2Answer ask(String script) throws IOException, InterruptedException {
        return ask(script, Duration.ofSeconds(20));
    }

    private Nfiq2Answer ask(String script, Duration patience)
            throws IOException, InterruptedException {
        return program(script, patience).ask(IMAGE);
    }

    private Nfiq2Program program(String script, Duration patience) throws IOException {
        Path program = folder.resolve("program.sh");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Nfiq2Program(program, folder, patience);
    }

    private static String why(Nfiq2Answer answer) {
        return assertInstanceOf(Nfiq2Answer.NotAssessed.class, answer).why();
    }

    private void assertNoImageIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.filter(file -> file.toString().endsWith(".pgm")).count());
        }
    }
}
