package org.forpost.edge.post;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// Gives one carrier what it asks for: this lane's own records, and those that it keeps of others.
/// Knows no network. One thread at a time.
final class Offering {
    private final OwnRecords own;
    private final Custodian custodian;

    /// What was said of each journal, by node and incarnation.
    private final Map<String, long[]> said = new HashMap<>();

    private byte[] saidHello = {};
    private boolean up;

    Offering(OwnRecords own, Custodian custodian) {
        this.own = own;
        this.custodian = custodian;
    }

    /// Whether the carrier reaches the hub, as it said last.
    boolean up() {
        return up;
    }

    void carrying(boolean isUp) {
        up = isUp;
        said.clear();
        saidHello = new byte[0];
    }

    /// What is new since the last time.
    ///
    /// @param hello of this lane, of its present incarnation; null where there is none yet
    List<CarriageMessage> look(byte @Nullable [] hello) {
        List<CarriageMessage> messages = new ArrayList<>();
        if (!up || hello == null) {
            return messages;
        }
        if (!Arrays.equals(hello, saidHello)) {
            saidHello = hello.clone();
            messages.add(new CarriageMessage.Hello(hello));
        }
        have(own.node(), own.incarnation(), own.last(), null, messages);
        for (Custodian.Waiting one : custodian.waiting()) {
            have(
                    one.node(),
                    HexFormat.of().parseHex(one.incarnation()),
                    one.last(),
                    one.hello(),
                    messages);
        }
        return messages;
    }

    private void have(
            String node,
            byte[] incarnation,
            long[] last,
            byte @Nullable [] hello,
            List<CarriageMessage> messages) {
        String key = node + HexFormat.of().formatHex(incarnation);
        long[] before = said.get(key);
        if (before == null && hello != null) {
            messages.add(new CarriageMessage.Hello(hello));
        }
        if (before == null || !Arrays.equals(before, last)) {
            said.put(key, last.clone());
            messages.add(new CarriageMessage.Have(node, incarnation, last.clone()));
        }
    }

    /// @throws MalformedException for a number that no chain has: the stream ends
    CarriageMessage wanted(CarriageMessage.Want want) throws MalformedException, IOException {
        if (want.number() < 1) {
            throw new MalformedException("carriage.number", "1 or more", "" + want.number());
        }
        byte[] envelope = envelope(want);
        return envelope == null
                ? new CarriageMessage.None(
                        want.node(), want.incarnation(), want.priority(), want.number())
                : new CarriageMessage.Load(envelope);
    }

    private byte @Nullable [] envelope(CarriageMessage.Want want) throws IOException {
        if (want.node().equals(own.node())
                && Arrays.equals(want.incarnation(), own.incarnation())) {
            return own.from(want.priority(), want.number());
        }
        Priority priority = want.priority();
        String incarnation = HexFormat.of().formatHex(want.incarnation());
        for (CustodyShelf.Kept one :
                custodian.at(want.node(), incarnation, priority, want.number())) {
            return custodian.envelope(one);
        }
        return null;
    }
}
