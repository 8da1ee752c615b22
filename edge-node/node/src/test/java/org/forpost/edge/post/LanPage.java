package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The examples of SPEC.md §10: blocks labelled `hex-lan NAME`, a message a line, everything after
/// `#` for people.
public final class LanPage {
    private static final Path PAGE = Path.of("..", "..", "sync-protocol", "SPEC.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```hex-lan ([a-z-]+)\\n(.*?)^```$");

    private LanPage() {}

    /// A message and what the page says of it.
    public record Line(byte[] bytes, String about) {}

    /// The page shows exactly what the code says.
    public static void assertShows(String name, List<Line> lines) throws IOException {
        String wanted =
                lines.stream()
                        .map(one -> HexFormat.of().formatHex(one.bytes()) + " # " + one.about())
                        .collect(Collectors.joining("\n", "", "\n"));
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            if (block.group(1).equals(name)) {
                assertEquals(wanted, block.group(2));
                return;
            }
        }
        throw new AssertionError("SPEC.md shows no " + name + ":\n" + wanted);
    }
}
