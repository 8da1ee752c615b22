package org.forpost.edge.rules;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.forpost.edge.release.InForce;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Role;

/// The rule set in force: that of the last rules release, and before the first one that which ships
/// with the program.
public final class RulesInForce {
    private static final Named SHIPPED = new Named(RuleSet.shipped(), 0);

    private final InForce<RuleSet> releases;

    private RulesInForce(InForce<RuleSet> releases) {
        this.releases = releases;
    }

    /// A rule set and where it is from: both belong in every decision made by it.
    ///
    /// @param release number of the release; 0 for the rule set that ships with the program
    public record Named(RuleSet rules, long release) {
        /// @return version and release in one word, such as `2026.1/3`
        public String spoken() {
            return rules.version() + "/" + release;
        }
    }

    /// Reads the release of the last run and verifies it again.
    ///
    /// @param folder of the releases; exists
    public static RulesInForce open(Path folder, SignatureCheck key, TrustedTime time) {
        return new RulesInForce(
                InForce.open(folder, Role.RULES, key, time, (_, content) -> read(content)));
    }

    private static RuleSet read(byte[] content) throws RefusedReleaseException {
        try {
            return RuleSet.parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new RefusedReleaseException("rules: expected UTF-8");
        } catch (BadRulesException e) {
            throw new RefusedReleaseException(String.valueOf(e.getMessage()));
        }
    }

    public Named now() {
        return releases.current()
                .map(release -> new Named(release.content(), release.manifest().number()))
                .orElse(SHIPPED);
    }

    /// The releases behind it, for whoever installs them.
    public InForce<RuleSet> releases() {
        return releases;
    }
}
