package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.sync.HubKeys;

/// A bundle as the hub reads it: nothing of it is used before its manifest's signature, and no file
/// before its hash, was found good (SPEC.md §8).
public final class Unpacking {
    private final Medium medium;
    private final byte[] signed;
    private final BundleManifest manifest;

    private Unpacking(Medium medium, byte[] signed, BundleManifest manifest) {
        this.medium = medium;
        this.signed = signed;
        this.manifest = manifest;
    }

    /// Reads and checks the manifest.
    ///
    /// @param hub [BundleManifest#hubId] of this hub
    /// @throws UnfitException when nothing of this bundle can be taken
    public static Unpacking open(Medium medium, byte[] hub, HubKeys.Nodes nodes)
            throws UnfitException {
        byte[] signed;
        try {
            signed = medium.read(Names.MANIFEST, BundleManifest.MAX_BYTES);
        } catch (IOException e) {
            throw new UnfitException(String.valueOf(e.getMessage()));
        }
        if (signed == null) {
            throw new UnfitException(
                    Names.MANIFEST + " is not there: the bundle is not whole, pack it again");
        }
        try {
            String carrier = BundleManifest.claim(signed);
            SignatureCheck key = nodes.signatures(carrier);
            if (key == null) {
                throw new UnfitException("bundle.carrier: no node " + carrier + " is enrolled");
            }
            BundleManifest manifest = BundleManifest.open(signed, key);
            if (!Arrays.equals(manifest.hub(), hub)) {
                throw new UnfitException(
                        "bundle.hub: it is sealed to hub "
                                + HexFormat.of().formatHex(manifest.hub())
                                + ", and this one is "
                                + HexFormat.of().formatHex(hub));
            }
            return new Unpacking(medium, signed, manifest);
        } catch (MalformedException e) {
            throw new UnfitException(Names.MANIFEST + ": " + e.getMessage());
        } catch (NotAuthenticException e) {
            throw new UnfitException(Names.MANIFEST + " is not what its carrier signed");
        }
    }

    public BundleManifest manifest() {
        return manifest;
    }

    /// The manifest's own bytes, as they came.
    public byte[] signed() {
        return signed.clone();
    }

    /// SHA-256 of the manifest: names this bundle.
    public byte[] id() {
        return Sha256.of(signed);
    }

    /// A node's word on where it stands, checked.
    ///
    /// @param signed as it came
    public record Greeting(Hello hello, byte[] signed) {}

    /// The hellos that are good.
    ///
    /// @param faults told of each other one, in one line
    public List<Greeting> greetings(HubKeys.Nodes nodes, List<String> faults) {
        List<Greeting> good = new ArrayList<>();
        for (int i = 0; i < manifest.hellos().size(); i++) {
            byte[] bytes = manifest.hellos().get(i);
            String field = "bundle.hellos[" + i + "]: ";
            try {
                Hello claim = Hello.open(bytes, (message, signature) -> true);
                String node = claim.node();
                SignatureCheck key = nodes.signatures(node);
                if (key == null) {
                    faults.add(field + "no node " + node + " is enrolled");
                } else if (good.stream().anyMatch(one -> isOfOneJournal(one.hello(), claim))) {
                    faults.add(field + node + " is there twice with the same journal");
                } else {
                    good.add(new Greeting(Hello.open(bytes, key), bytes));
                }
            } catch (MalformedException | NotAuthenticException e) {
                faults.add(field + e.getMessage());
            }
        }
        return good;
    }

    /// A box that was replaced, or whose disk was restored, began another journal.
    private static boolean isOfOneJournal(Hello one, Hello other) {
        return one.node().equals(other.node())
                && Arrays.equals(one.incarnation(), other.incarnation());
    }

    /// The bytes of a file of records, once they are what the manifest says.
    ///
    /// @param place from 0
    public byte[] bytes(int place) throws UnfitException {
        BundleManifest.RecordsFile expected = manifest.files().get(place);
        String name = Names.records(place);
        byte[] file;
        try {
            file = medium.read(name, EnvelopeFile.MAX_BYTES);
        } catch (IOException e) {
            throw new UnfitException(String.valueOf(e.getMessage()));
        }
        if (file == null) {
            throw new UnfitException(name + " is not there");
        }
        if (file.length != expected.bytes()) {
            throw new UnfitException(
                    name
                            + " has "
                            + file.length
                            + " bytes, and its manifest says "
                            + expected.bytes());
        }
        if (!Arrays.equals(Sha256.of(file), expected.hash())) {
            throw new UnfitException(name + " is not the file whose hash its manifest names");
        }
        return file;
    }

    /// The envelopes of a file.
    public List<byte[]> envelopes(int place) throws UnfitException {
        String name = Names.records(place);
        byte[] file = bytes(place);
        try {
            List<byte[]> envelopes = EnvelopeFile.read(file);
            int expected = manifest.files().get(place).envelopes();
            if (envelopes.size() != expected) {
                throw new UnfitException(
                        name
                                + " holds "
                                + envelopes.size()
                                + " envelopes, and its manifest says "
                                + expected);
            }
            return envelopes;
        } catch (MalformedException e) {
            throw new UnfitException(name + ": " + e.getMessage());
        }
    }
}
