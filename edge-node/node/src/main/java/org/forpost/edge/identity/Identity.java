package org.forpost.edge.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// Keys and names of this node, as read from its identity directory.
///
/// @param tlsKey EC P-256
/// @param signingKey Ed25519 seed, 32 bytes
/// @param storageKey AES-256 key, 32 bytes
/// @param hubReceiptKey Ed25519 public key, 32 bytes
/// @param releaseKey Ed25519 public key, 32 bytes
/// @param hubSealKey X25519 public key, 32 bytes
public record Identity(
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

    /// Reads the directory.
    ///
    /// @throws IOException in one line that names the file and what was expected in it
    public static Identity read(Path directory) throws IOException {
        KeyFiles files = new KeyFiles(directory);
        KeyFiles.Names names = files.names("node.toml");
        return new Identity(
                names.node(),
                names.post(),
                files.ecPrivateKey("node.key.pem"),
                files.certificate("node.cert.pem"),
                files.curvePrivateKey("signing.key.pem", KeyFiles.ED25519),
                files.symmetricKey("storage.key"),
                files.certificate("trust/node-ca.cert.pem"),
                files.curvePublicKey("trust/hub-receipt.pub.pem", KeyFiles.ED25519),
                files.curvePublicKey("trust/release.pub.pem", KeyFiles.ED25519),
                files.curvePublicKey("trust/hub-seal.pub.pem", KeyFiles.X25519));
    }

    /// No key in any log.
    @Override
    public String toString() {
        return "identity of " + node;
    }
}
