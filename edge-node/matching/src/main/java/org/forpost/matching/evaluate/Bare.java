package org.forpost.matching.evaluate;

import org.forpost.matching.Template;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.MalformedTemplateException;
import org.forpost.matching.sourceafis.Minutiae;

/// SourceAFIS without anything of ours around it, on templates that are there already.
final class Bare {
    private Bare() {}

    static Minutiae minutiae(Template template) {
        try {
            return Minutiae.decode(template.encode());
        } catch (MalformedTemplateException e) {
            throw new IllegalStateException("a template does not read what it wrote", e);
        }
    }

    static Comparer comparer(Template probe) {
        return new Comparer(minutiae(probe));
    }
}
