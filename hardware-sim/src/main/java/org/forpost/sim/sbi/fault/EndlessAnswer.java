package org.forpost.sim.sbi.fault;

import java.nio.charset.StandardCharsets;
import org.forpost.sim.sbi.Fault;
import org.forpost.sim.sbi.Reply;

/// An answer, or a preview picture, that never ends.
final class EndlessAnswer implements Fault {
    private static final byte[] PIECE = " ".repeat(1_024).getBytes(StandardCharsets.US_ASCII);
    private static final long WITHOUT_END = -1;

    @Override
    public String name() {
        return "endless-answer";
    }

    @Override
    public Reply reply(Reply honest) {
        // Spaces are legal JSON: a reader that only waits for a syntax error waits for ever.
        return new Reply.Flood(
                honest instanceof Reply.Frames ? "image/jpeg" : "application/json",
                PIECE,
                WITHOUT_END);
    }
}
