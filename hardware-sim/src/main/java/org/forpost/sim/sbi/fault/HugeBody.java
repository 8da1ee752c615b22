package org.forpost.sim.sbi.fault;

import java.nio.charset.StandardCharsets;
import org.forpost.sim.sbi.Fault;
import org.forpost.sim.sbi.Reply;

/// An answer of 50 MB, honestly announced.
final class HugeBody implements Fault {
    private static final long BYTES = 50_000_000;
    private static final byte[] PIECE = " ".repeat(64 * 1_024).getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "huge-body";
    }

    @Override
    public Reply reply(Reply honest) {
        return new Reply.Flood("application/json", PIECE, BYTES);
    }
}
