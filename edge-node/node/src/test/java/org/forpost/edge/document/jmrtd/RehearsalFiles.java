package org.forpost.edge.document.jmrtd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.sim.document.Passport;
import org.forpost.sim.face.SyntheticFace;

/// Writes `rehearsal.txt`, the files on which a lane rehearses: of a passport that the simulator
/// makes, with every private key thrown away.
final class RehearsalFiles {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 80;

    private RehearsalFiles() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Desk desk = new Desk();
        byte[] face = SyntheticFace.of(7).jpeg(WIDTH, HEIGHT, 1);
        Passport passport = desk.maker().make(Desk.ZONE, face, WIDTH, HEIGHT).passport();
        Map<String, byte[]> parts = new TreeMap<>();
        passport.files().forEach((id, file) -> parts.put("file-" + Integer.toHexString(id), file));
        parts.put("authority", desk.authority.certificate().getEncoded());
        parts.put("revocations", desk.lists.getFirst().getEncoded());
        parts.put("zone", Desk.ZONE.lines().getBytes(StandardCharsets.US_ASCII));
        parts.put("secret", passport.secret().getBytes(StandardCharsets.US_ASCII));
        parts.put("at", Desk.NOW.toString().getBytes(StandardCharsets.US_ASCII));
        List<String> lines = new ArrayList<>();
        parts.forEach(
                (name, bytes) -> lines.add(name + " " + Base64.getEncoder().encodeToString(bytes)));
        Files.write(Path.of(args[0]), lines, StandardCharsets.US_ASCII);
    }
}
