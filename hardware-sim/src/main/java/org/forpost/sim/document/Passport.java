package org.forpost.sim.document;

import java.security.PrivateKey;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one chip holds.
///
/// @param files by their identifiers: `0x011C` EF.CardAccess, `0x0101` DG1 …
/// @param protectedFiles of these, which need terminal authentication
/// @param secret what BAC and PACE take from the zone
/// @param can six digits, for PACE
/// @param pace null where the chip knows BAC only
/// @param bac whether BAC opens it
/// @param chipAuthentication its private key, null where it has none
/// @param chipCipher of the session after chip authentication
/// @param activeAuthentication its private key, null where it has none
/// @param mostPerRead bytes of a file that one READ BINARY gives at most
public record Passport(
        Map<Integer, byte[]> files,
        Set<Integer> protectedFiles,
        String secret,
        String can,
        @Nullable SessionCipher pace,
        boolean bac,
        @Nullable PrivateKey chipAuthentication,
        SessionCipher chipCipher,
        @Nullable PrivateKey activeAuthentication,
        int mostPerRead) {
    public Passport {
        files = Map.copyOf(files);
        protectedFiles = Set.copyOf(protectedFiles);
    }
}
