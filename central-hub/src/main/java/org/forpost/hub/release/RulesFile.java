package org.forpost.hub.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// A rule set on its way into a release. What its entries mean is the lane's to say: it is judged
/// by a [Judge] before it is signed.
public final class RulesFile {
    private static final int MAX_BYTES = 1 << 20;

    private RulesFile() {}

    /// Says what a lane will make of the file.
    @FunctionalInterface
    public interface Judge {
        /// @throws IOException in one line that names the entry that is not as it should be
        void judge(Path file) throws IOException;
    }

    /// A rule set that a lane will take.
    ///
    /// @param content the bytes of the file
    public record Rules(String version, byte[] content) {}

    public static Rules read(Path file, Judge judge) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": at most " + MAX_BYTES + " bytes are taken");
        }
        byte[] content = Files.readAllBytes(file);
        TomlParseResult toml;
        try {
            toml =
                    Toml.parse(
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(content))
                                    .toString());
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": UTF-8 expected", e);
        }
        if (toml.hasErrors()) {
            throw new IOException(
                    file
                            + ": line "
                            + toml.errors().getFirst().position().line()
                            + " is not TOML: "
                            + toml.errors().getFirst().getMessage());
        }
        if (!(toml.get("version") instanceof String version) || version.isBlank()) {
            throw new IOException(file + ": version: a text in quotes expected");
        }
        judge.judge(file);
        return new Rules(version, content);
    }
}
