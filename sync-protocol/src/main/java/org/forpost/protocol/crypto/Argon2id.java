package org.forpost.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106), version 0x13, of a password in UTF-8 after Unicode NFC: a password typed on
/// one keyboard is the same on another.
public final class Argon2id {
    public static final int HASH_BYTES = 32;

    private Argon2id() {}

    /// Takes `memoryKib` of heap and, with 64 MiB and three passes, some 0.3 s. The caller bounds
    /// the parameters.
    ///
    /// @return 32 bytes
    public static byte[] hash(String password, byte[] salt, int memoryKib, int passes, int lanes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] secret =
                Normalizer.normalize(password, Normalizer.Form.NFC)
                        .getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(secret, hash);
        Arrays.fill(secret, (byte) 0);
        return hash;
    }
}
