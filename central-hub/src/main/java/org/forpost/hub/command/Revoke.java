package org.forpost.hub.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.identity.RevokedCertificate;
import org.forpost.hub.release.ReleaseShelf;
import org.forpost.hub.release.TrustFiles;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.TrustAnchors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a node's certificate back, for good: a box that was stolen, or is out of use.",
            "The hub refuses it at once and ends its connection; the lanes of its post do when the",
            "next trust release reaches them, which this command makes: the one in force, with the",
            "node CA's revocation list of today (RFC 5280). What the node recorded before, and",
            "others kept, still counts when they bring it. A new box is enrolled under a new name."
        })
final class Revoke implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HubDirectory directory;

    @Parameters(paramLabel = "NODE", description = "The node's name.")
    private String node;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "STOLEN",
            description = "stolen (its keys may be in other hands) or retired. Default: stolen.")
    private RevokedCertificate.Reason reason;

    @Option(
            names = "--valid-days",
            paramLabel = "DAYS",
            defaultValue = "30",
            description =
                    "After how many days a node that got nothing newer treats the trust release as"
                            + " stale. Default: ${DEFAULT-VALUE}.")
    private int validDays;

    @Option(names = "--json", description = "Say what was done as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (validDays < 1 || validDays > 3_650) {
            throw new IllegalArgumentException(
                    "--valid-days must be 1 to 3650, but was " + validDays);
        }
        InstantSource clock = InstantSource.system();
        HubIdentity hub = HubIdentity.open(directory.path);
        RevokedCertificate revoked = hub.revoke(node, reason, clock);
        Manifest release;
        try {
            release = publish(hub, clock.instant());
        } catch (IOException e) {
            throw new IOException(
                    "the hub refuses "
                            + node
                            + " from now on, but its lanes do not hear of it, since no trust"
                            + " release could be made (run this again): "
                            + e.getMessage(),
                    e);
        }
        say(revoked, release);
        return 0;
    }

    /// The trust release in force, with the list of today.
    private Manifest publish(HubIdentity hub, Instant now) throws IOException {
        ReleaseShelf shelf = new ReleaseShelf(hub.releaseDirectory());
        byte[] key = hub.releaseKey();
        Optional<ReleaseShelf.Shelved> inForce = shelf.newest(Role.TRUST, Ed25519.publicKey(key));
        TrustAnchors trust = new TrustAnchors(List.of(), List.of());
        Instant expires = now.plus(Duration.ofDays(validDays));
        try {
            if (inForce.isPresent()) {
                trust = TrustAnchors.decode(inForce.get().content());
                Instant before = Instant.ofEpochMilli(inForce.get().manifest().expiresMillis());
                // Nothing that is believed now is to expire sooner for it.
                expires = before.isAfter(expires) ? before : expires;
            }
        } catch (MalformedException e) {
            throw new IOException("the trust release in force: " + e.getMessage(), e);
        }
        TrustAnchors next =
                TrustFiles.withNodeRevocations(
                        trust, hub.nodeCa(), hub.revocationList(() -> now, new SecureRandom()));
        return shelf.publish(Role.TRUST, next.encode(), now, expires, key);
    }

    private void say(RevokedCertificate revoked, Manifest release) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new ObjectMapper()
                            .createObjectNode()
                            .put("node", revoked.node())
                            .put("serial", revoked.serial().toString(16))
                            .put("revoked", revoked.at().toString())
                            .put("reason", revoked.reason().key())
                            .put("trustRelease", release.number()));
        } else {
            out.println(
                    "Node "
                            + revoked.node()
                            + " is revoked ("
                            + revoked.reason().key()
                            + ", "
                            + revoked.at()
                            + "); trust release "
                            + release.number()
                            + " tells the lanes");
        }
    }
}
