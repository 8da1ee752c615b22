package org.forpost.hub.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.bouncycastle.asn1.x509.CRLReason;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// A node's certificate that was taken back.
///
/// @param at when, to the second
public record RevokedCertificate(String node, BigInteger serial, Instant at, Reason reason) {
    /// Why; the reason code of RFC 5280 §5.3.1.
    public enum Reason {
        /// Somebody has the box, or may have had its keys.
        STOLEN(CRLReason.keyCompromise),
        /// The box is out of use.
        RETIRED(CRLReason.cessationOfOperation);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /// As commands and files say it.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String toToml() {
        return "format = 1\nat = " + at + "\nreason = \"" + reason.key() + "\"\n";
    }

    static RevokedCertificate read(Path file, String node, BigInteger serial) throws IOException {
        TomlParseResult toml = Toml.parse(KeyFiles.readText(file));
        try {
            OffsetDateTime at = toml.getOffsetDateTime("at");
            String reason = toml.getString("reason");
            if (!toml.hasErrors() && at != null && reason != null) {
                return new RevokedCertificate(
                        node,
                        serial,
                        at.withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
                        Reason.valueOf(reason.toUpperCase(Locale.ROOT)));
            }
        } catch (IllegalArgumentException e) {
            // TomlInvalidTypeException is one as well; said below.
        }
        throw new IOException(file + ": expected a time 'at' and a reason, stolen or retired");
    }
}
