package org.forpost.sim.sbi.fault;

import org.forpost.sim.sbi.Fault;

/// A capture was taken out or put in: the stated hash does not follow from the one before.
final class BrokenHashChain implements Fault {
    @Override
    public String name() {
        return "broken-hash-chain";
    }

    @Override
    public byte[] hash(byte[] honest) {
        byte[] broken = honest.clone();
        broken[0] ^= 1;
        return broken;
    }
}
