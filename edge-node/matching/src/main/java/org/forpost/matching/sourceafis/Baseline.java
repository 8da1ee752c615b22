package org.forpost.matching.sourceafis;

import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintMatcher;
import com.machinezoo.sourceafis.FingerprintTemplate;

/// SourceAFIS as its own manual shows it, for measuring ours against: the encoded file in, which it
/// decodes itself, one comparison in one direction out.
public final class Baseline {
    private final FingerprintTemplate template;

    /// @param encoded a whole image file whose size the caller has bounded; what is damaged comes
    ///   back as any unchecked exception
    /// @param dpi dots per inch, 20 to 20,000
    public Baseline(byte[] encoded, double dpi) {
        this.template =
                new FingerprintTemplate(
                        new FingerprintImage(encoded, new FingerprintImageOptions().dpi(dpi)));
    }

    /// @return the native template
    public byte[] encode() {
        return template.toByteArray();
    }

    /// Prepares this finger as the probe of many comparisons.
    public Matcher matcher() {
        return new Matcher(new FingerprintMatcher(template));
    }

    /// One probe; safe for several threads.
    public static final class Matcher {
        private final FingerprintMatcher matcher;

        private Matcher(FingerprintMatcher matcher) {
            this.matcher = matcher;
        }

        /// @return SourceAFIS's score, 0 or more
        public double score(Baseline candidate) {
            return matcher.match(candidate.template);
        }

        /// @param candidate a native template
        /// @return SourceAFIS's score, 0 or more
        public double score(byte[] candidate) {
            return matcher.match(new FingerprintTemplate(candidate));
        }
    }
}
