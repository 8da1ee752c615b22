package org.forpost.protocol.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The worked examples of SPEC.md: fenced blocks labelled `hex NAME`, in which everything after `#`
/// is for people.
///
/// `SpecPage SPEC.md` writes all of them anew from the code, so that nobody types them by hand.
public final class SpecPage {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```hex ([a-z-]+)\\n(.*?)^```$");

    private SpecPage() {}

    public static void main(String[] args) throws IOException {
        Path page = Path.of(args[0]);
        Map<String, List<HexLine>> made = WorkedExamples.all();
        String written =
                BLOCK.matcher(Files.readString(page))
                        .replaceAll(block -> {
                            List<HexLine> lines = made.get(block.group(1));
                            if (lines == null) {
                                throw new IllegalStateException(
                                        "no example is named " + block.group(1));
                            }
                            return Matcher.quoteReplacement(
                                    "```hex "
                                            + block.group(1)
                                            + "\n"
                                            + HexLine.print(lines)
                                            + "```");
                        });
        Files.writeString(page, written);
    }

    /// Bytes of each example, in the order of the page.
    static Map<String, byte[]> read(Path page) throws IOException {
        Map<String, byte[]> blocks = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            String hex = block.group(2).replaceAll("#.*", "").replaceAll("\\s+", "");
            blocks.put(block.group(1), HexFormat.of().parseHex(hex));
        }
        return blocks;
    }
}
