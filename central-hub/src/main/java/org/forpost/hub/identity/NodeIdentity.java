package org.forpost.hub.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// What a node has to be itself: the contents of its identity directory, whose layout the package's
/// page draws.
///
/// @param node the node's name: certificate CN, MQTT client id, last level of its topics
/// @param post the border crossing point it stands at
/// @param tlsKey EC P-256
/// @param tlsCertificate issued by `nodeCa`
/// @param signingKey Ed25519 seed, 32 bytes
/// @param storageKey AES-256 key, 32 bytes
/// @param nodeCa issuer of the hub's certificate and of every node's
/// @param hubReceiptKey Ed25519 public key, 32 bytes
/// @param releaseKey Ed25519 public key, 32 bytes
/// @param hubSealKey X25519 public key, 32 bytes
public record NodeIdentity(
        String node,
        String post,
        PrivateKey tlsKey,
        X509Certificate tlsCertificate,
        byte[] signingKey,
        byte[] storageKey,
        X509Certificate nodeCa,
        byte[] hubReceiptKey,
        byte[] releaseKey,
        byte[] hubSealKey) {

    static final String SETTINGS = "node.toml";
    static final String TLS_KEY = "node.key.pem";
    static final String TLS_CERTIFICATE = "node.cert.pem";
    static final String SIGNING_KEY = "signing.key.pem";
    static final String SIGNING_PUBLIC = "signing.pub.pem";
    static final String STORAGE_KEY = "storage.key";
    static final String TRUST = "trust";
    static final String NODE_CA = "node-ca.cert.pem";
    static final String HUB_RECEIPT = "hub-receipt.pub.pem";
    static final String RELEASE = "release.pub.pem";
    static final String HUB_SEAL = "hub-seal.pub.pem";

    /// Reads an identity directory.
    ///
    /// @throws IOException naming the file that is missing or is not what it has to be
    public static NodeIdentity open(Path directory) throws IOException {
        Name name = readName(directory.resolve(SETTINGS));
        Path trust = directory.resolve(TRUST);
        return new NodeIdentity(
                name.node(),
                name.post(),
                KeyFiles.readEcPrivate(directory.resolve(TLS_KEY)),
                KeyFiles.readCertificate(directory.resolve(TLS_CERTIFICATE)),
                KeyFiles.readEd25519Private(directory.resolve(SIGNING_KEY)),
                KeyFiles.readSymmetric(directory.resolve(STORAGE_KEY)),
                KeyFiles.readCertificate(trust.resolve(NODE_CA)),
                KeyFiles.readEd25519Public(trust.resolve(HUB_RECEIPT)),
                KeyFiles.readEd25519Public(trust.resolve(RELEASE)),
                KeyFiles.readX25519Public(trust.resolve(HUB_SEAL)));
    }

    /// The two names in `node.toml`.
    record Name(String node, String post) {
        String toToml() {
            // Both are NodeName.require'd: neither can hold a quote.
            return "format = 1\nnode = \"" + node + "\"\npost = \"" + post + "\"\n";
        }
    }

    static Name readName(Path file) throws IOException {
        TomlParseResult toml = Toml.parse(KeyFiles.readText(file));
        if (toml.hasErrors()) {
            throw new IOException(file + ": " + toml.errors().getFirst().toString());
        }
        try {
            Long format = toml.getLong("format");
            if (format == null || format != 1) {
                throw new IOException(file + ": format must be 1");
            }
            return new Name(
                    NodeName.require("node", text(toml, "node")),
                    NodeName.require("post", text(toml, "post")));
        } catch (IllegalArgumentException e) {
            // TomlInvalidTypeException is one as well.
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String text(TomlParseResult toml, String key) {
        String value = toml.getString(key);
        return value == null ? "" : value;
    }
}
