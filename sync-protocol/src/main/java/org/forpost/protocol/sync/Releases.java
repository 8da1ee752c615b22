package org.forpost.protocol.sync;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Assembly;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.ReleaseGate;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// The releases that a node follows, and the one that is coming in. One at a time: two at once on
/// one link only make both late.
public final class Releases {
    private final Map<Role, ReleaseGate> gates = new EnumMap<>(Role.class);
    private final Set<Role> beingInstalled = EnumSet.noneOf(Role.class);
    private @Nullable Incoming incoming;
    private boolean arriving;
    private byte @Nullable [] turnedAway;

    private record Incoming(Manifest manifest, byte[] signed, Assembly assembly, boolean handed) {}

    /// @param held number in force by role (0 for none); roles that are absent are not followed
    /// @param key checks the release key's signatures
    public Releases(Map<Role, Long> held, SignatureCheck key) {
        held.forEach((role, number) -> gates.put(role, new ReleaseGate(role, key, number)));
    }

    SortedMap<Role, Long> held() {
        SortedMap<Role, Long> held = new TreeMap<>();
        gates.forEach((role, gate) -> held.put(role, gate.held()));
        return held;
    }

    void offered(byte[] signed, List<EdgeAction> actions, Sending sending) {
        if (Arrays.equals(signed, turnedAway)) {
            return; // said once; the hub offers it at each hello
        }
        String refusal = "release refused: this node does not follow its role";
        for (ReleaseGate gate : gates.values()) {
            // Each is asked, since a role is believed only once it is signed.
            ReleaseGate.Answer answer = gate.offer(signed);
            if (answer instanceof ReleaseGate.Answer.Refused refused && refused.anotherRole()) {
                continue;
            }
            switch (answer) {
                case ReleaseGate.Answer.Wanted wanted -> {
                    want(wanted.manifest(), signed, sending);
                    return;
                }
                case ReleaseGate.Answer.Held _ -> {
                    return;
                }
                case ReleaseGate.Answer.Refused refused -> refusal = refused.why();
            }
            break;
        }
        turnedAway = signed.clone();
        actions.add(new EdgeAction.Refuse(refusal));
    }

    private void want(Manifest manifest, byte[] signed, Sending sending) {
        Incoming current = incoming;
        boolean same =
                current != null
                        && current.manifest().role() == manifest.role()
                        && current.manifest().number() == manifest.number();
        boolean later =
                current != null
                        && current.manifest().role() == manifest.role()
                        && current.manifest().number() < manifest.number();
        if (current != null && (current.handed() || (arriving && !later))) {
            // It comes by itself; whatever else was offered is offered again at the next hello. If
            // no more of it comes until then, this offer is followed.
            arriving = false;
            return;
        }
        Chunk shape = new Chunk(manifest.content(), manifest.contentBytes(), 0, new byte[0]);
        Assembly assembly =
                same && current != null && current.assembly().isFor(shape)
                        ? current.assembly()
                        : new Assembly(shape);
        incoming = new Incoming(manifest, signed, assembly, false);
        sending.ahead(new Message.Want(manifest.content(), assembly.firstMissing()));
    }

    void piece(Chunk chunk, List<EdgeAction> actions) {
        Incoming current = incoming;
        if (current == null || current.handed() || !current.assembly().isFor(chunk)) {
            return;
        }
        current.assembly().add(chunk);
        arriving = true;
        if (!current.assembly().complete()) {
            return;
        }
        if (beingInstalled.contains(current.manifest().role())) {
            // One was brought meanwhile, which may be later; this one is offered again if not.
            incoming = null;
            return;
        }
        try {
            byte[] content = current.assembly().whole();
            incoming = new Incoming(current.manifest(), current.signed(), current.assembly(), true);
            install(current.manifest(), current.signed(), content, actions);
        } catch (MalformedException e) {
            incoming = null;
            actions.add(new EdgeAction.Refuse("release refused: " + e.getMessage()));
        }
    }

    /// One of a role at a time: of two under way the earlier might be put in force last.
    private void install(
            Manifest manifest, byte[] signed, byte[] content, List<EdgeAction> actions) {
        beingInstalled.add(manifest.role());
        actions.add(new EdgeAction.Install(manifest, signed, content));
    }

    /// One that was brought by hand, whole. While another of its role is being installed it is left
    /// out.
    void brought(byte[] signed, byte[] content, List<EdgeAction> actions) {
        for (ReleaseGate gate : gates.values()) {
            switch (gate.offer(signed)) {
                case ReleaseGate.Answer.Wanted(Manifest manifest)
                        when gate.fits(manifest, content) -> {
                    if (!beingInstalled.contains(manifest.role())) {
                        install(manifest, signed, content, actions);
                    }
                }
                case ReleaseGate.Answer.Wanted _ ->
                        actions.add(
                                new EdgeAction.Refuse(
                                        "release refused: the content beside it is another"));
                case ReleaseGate.Answer.Held _ -> {}
                case ReleaseGate.Answer.Refused refused -> {
                    if (refused.anotherRole()) {
                        continue;
                    }
                    actions.add(new EdgeAction.Refuse(refused.why()));
                }
            }
            return;
        }
    }

    void installed(Manifest manifest) {
        ReleaseGate gate = gates.get(manifest.role());
        if (gate != null && manifest.number() > gate.held()) {
            gate.install(manifest);
        }
        beingInstalled.remove(manifest.role());
        forget(manifest);
    }

    /// It was whole and signed, and still could not be used: it is not fetched again.
    void notInstalled(Manifest manifest) {
        beingInstalled.remove(manifest.role());
        if (incoming != null && sameAs(incoming.manifest(), manifest)) {
            turnedAway = incoming.signed();
            incoming = null;
        }
    }

    /// What is on its way over the wire is of no use once it, or a later one, is in force.
    private void forget(Manifest manifest) {
        if (incoming != null
                && incoming.manifest().role() == manifest.role()
                && incoming.manifest().number() <= manifest.number()) {
            incoming = null;
        }
    }

    private static boolean sameAs(Manifest one, Manifest other) {
        return one.role() == other.role() && one.number() == other.number();
    }
}
