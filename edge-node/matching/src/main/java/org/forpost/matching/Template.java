package org.forpost.matching;

import java.util.Arrays;
import java.util.List;
import org.forpost.matching.cylinder.Variation;
import org.forpost.matching.sourceafis.MalformedTemplateException;
import org.forpost.matching.sourceafis.Minutiae;

/// The minutiae of one finger: SourceAFIS's native template, about 10 bytes a minutia, 400 to 500
/// in all. Immutable; two templates are equal when their bytes are.
///
/// A template made by [FingerprintExtractor#extractForVerification] also holds the minutiae that
/// were found in further views of the same image; they serve [Verifier] and are no part of
/// [#encode].
///
/// The format is CBOR as SourceAFIS for Java 3.18 writes it: `version`, `width` and `height` in
/// pixels at 500 dpi, `positionsX`, `positionsY`, `directions` in radians, `types`.
public final class Template {

    /// No native template is longer; refuse more before reading it.
    public static final int LONGEST = Minutiae.LONGEST_ENCODING;

    private final List<Minutiae> views;

    private Template(List<Minutiae> views) {
        this.views = views;
    }

    static Template of(Minutiae minutiae) {
        return new Template(List.of(minutiae));
    }

    /// @param views the main one first
    static Template of(List<Minutiae> views) {
        return new Template(List.copyOf(views));
    }

    /// Reads a native template that comes from outside.
    ///
    /// @throws UnusableTemplateException if the bytes are damaged, of another version or too many
    public static Template decode(byte[] bytes) throws UnusableTemplateException {
        try {
            return of(Minutiae.decode(bytes));
        } catch (MalformedTemplateException e) {
            throw new UnusableTemplateException("not a template: " + e.getMessage(), e);
        }
    }

    /// @return the native template, which every SourceAFIS 3.18 reads
    public byte[] encode() {
        return minutiae().encode();
    }

    /// @return 0 to 255; with fewer than about 10 nobody can be told from anybody
    public int minutiaeCount() {
        return minutiae().count();
    }

    /// @return pixels at 500 dpi
    public int width() {
        return minutiae().width();
    }

    /// @return pixels at 500 dpi
    public int height() {
        return minutiae().height();
    }

    /// Another finger made of this one, see [Variation]: a distractor for benches.
    ///
    /// @param copy 0 is the finger itself; odd copies are mirrored
    public Template varied(int copy, long seed) {
        return of(Variation.of(minutiae(), copy, seed));
    }

    /// The main view's.
    Minutiae minutiae() {
        return views.getFirst();
    }

    /// Of all views, the main one first.
    List<Minutiae> views() {
        return views;
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
