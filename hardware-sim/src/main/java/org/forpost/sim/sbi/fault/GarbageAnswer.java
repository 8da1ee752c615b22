package org.forpost.sim.sbi.fault;

import java.util.Random;
import org.forpost.sim.sbi.Fault;
import org.forpost.sim.sbi.Reply;

/// The device's software has gone mad: bytes that are neither JSON nor a picture.
final class GarbageAnswer implements Fault {
    private static final int BYTES = 4_096;

    @Override
    public String name() {
        return "garbage";
    }

    @Override
    public Reply reply(Reply honest) {
        byte[] noise = new byte[BYTES];
        // One fixed seed: a failing test sees the same garbage again.
        new Random(4501).nextBytes(noise);
        return new Reply.Whole(200, "application/json", noise);
    }
}
