package org.forpost.matching;

import java.util.Arrays;
import org.forpost.matching.sourceafis.MalformedTemplateException;
import org.forpost.matching.sourceafis.Minutiae;

/// The minutiae of one finger: SourceAFIS's native template, about 10 bytes a minutia, 400 to 500
/// in all. Immutable; two templates are equal when their bytes are.
///
/// The format is CBOR as SourceAFIS for Java 3.18 writes it: `version`, `width` and `height` in
/// pixels at 500 dpi, `positionsX`, `positionsY`, `directions` in radians, `types`.
public final class Template {

    /// No native template is longer; refuse more before reading it.
    public static final int LONGEST = Minutiae.LONGEST_ENCODING;

    private final Minutiae minutiae;

    private Template(Minutiae minutiae) {
        this.minutiae = minutiae;
    }

    static Template of(Minutiae minutiae) {
        return new Template(minutiae);
    }

    /// Reads a native template that comes from outside.
    ///
    /// @throws UnusableTemplateException if the bytes are damaged, of another version or too many
    public static Template decode(byte[] bytes) throws UnusableTemplateException {
        try {
            return new Template(Minutiae.decode(bytes));
        } catch (MalformedTemplateException e) {
            throw new UnusableTemplateException("not a template: " + e.getMessage(), e);
        }
    }

    /// @return the native template, which every SourceAFIS 3.18 reads
    public byte[] encode() {
        return minutiae.encode();
    }

    /// @return 0 to 255; with fewer than about 10 nobody can be told from anybody
    public int minutiaeCount() {
        return minutiae.count();
    }

    /// @return pixels at 500 dpi
    public int width() {
        return minutiae.width();
    }

    /// @return pixels at 500 dpi
    public int height() {
        return minutiae.height();
    }

    Minutiae minutiae() {
        return minutiae;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && Arrays.equals(encode(), template.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }

    @Override
    public String toString() {
        return "template of " + minutiaeCount() + " minutiae";
    }
}
