package org.forpost.hub.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/// The hub's directory: made once, read at every start, and the only place that can enrol a node.
///
/// Nodes are looked up in the directory each time, never held, so that a node enrolled (or struck
/// off) while the hub runs is known at its next connection.
public final class HubIdentity {
    /// RFC 1123 host names, IPv4 and IPv6 addresses; whatever else could not be dialled anyway.
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

    private static final String SETTINGS = "hub.toml";
    private static final String KEYS = "keys";
    private static final String NODES = "nodes";
    private static final String HUB_CERTIFICATE = "hub.cert.pem";

    /// In a node's registration: it was taken back.
    private static final String REVOKED = "revoked.toml";

    private final Path directory;

    private HubIdentity(Path directory) {
        this.directory = directory;
    }

    /// Makes a hub's directory with new keys.
    ///
    /// @param hosts names and addresses under which nodes will dial it, at least one
    /// @throws FileAlreadyExistsException if something is there already
    /// @throws IllegalArgumentException if a host is no host
    public static HubIdentity create(
            Path directory, List<String> hosts, InstantSource clock, SecureRandom random)
            throws IOException {
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "host must be a DNS name or an IP address, but was \""
                                + NodeName.printable(host)
                                + "\"");
            }
        }
        PrivateFiles.createWhole(directory, draft -> fill(draft, hosts, clock, random));
        return new HubIdentity(directory);
    }

    /// The hub whose directory this is.
    ///
    /// @throws NoSuchFileException if no hub was made here
    public static HubIdentity open(Path directory) throws IOException {
        if (!Files.isRegularFile(directory.resolve(SETTINGS))) {
            throw new NoSuchFileException(
                    directory.toString(),
                    null,
                    "no hub lives here (make one with: forpost hub init --dir " + directory + ")");
        }
        return new HubIdentity(directory);
    }

    private static void fill(
            Path draft, List<String> hosts, InstantSource clock, SecureRandom random)
            throws IOException {
        Path keys = PrivateFiles.createDirectory(draft.resolve(KEYS));
        Path trust = PrivateFiles.createDirectory(draft.resolve(NodeIdentity.TRUST));
        Issuer issuer = Issuer.create(random, clock.instant());
        KeyPair tls = Issuer.ecKeyPair(random);
        var receipt = new Ed25519PrivateKeyParameters(random);
        var release = new Ed25519PrivateKeyParameters(random);
        var seal = new X25519PrivateKeyParameters(random);

        KeyFiles.writePrivate(keys.resolve("node-ca.key.pem"), issuer.key());
        KeyFiles.writePrivate(keys.resolve("hub.key.pem"), tls.getPrivate());
        KeyFiles.writeEd25519Private(keys.resolve("receipt.key.pem"), receipt.getEncoded());
        KeyFiles.writeEd25519Private(keys.resolve("release.key.pem"), release.getEncoded());
        KeyFiles.writeX25519Private(keys.resolve("seal.key.pem"), seal.getEncoded());
        KeyFiles.writeSymmetric(keys.resolve("ledger.key"), randomKey(random));

        KeyFiles.writeCertificate(trust.resolve(NodeIdentity.NODE_CA), issuer.certificate());
        KeyFiles.writeCertificate(trust.resolve(HUB_CERTIFICATE), issuer.issueHub(tls, hosts));
        KeyFiles.writeEd25519Public(
                trust.resolve(NodeIdentity.HUB_RECEIPT), receipt.generatePublicKey().getEncoded());
        KeyFiles.writeEd25519Public(
                trust.resolve(NodeIdentity.RELEASE), release.generatePublicKey().getEncoded());
        KeyFiles.writeX25519Public(
                trust.resolve(NodeIdentity.HUB_SEAL), seal.generatePublicKey().getEncoded());
        PrivateFiles.sync(keys);
        PrivateFiles.sync(trust);

        for (String name : List.of(NODES, "ledger", "releases", "registry")) {
            PrivateFiles.createDirectory(draft.resolve(name));
        }
        PrivateFiles.write(
                draft.resolve(SETTINGS),
                "format = 1\nhosts = [\"" + String.join("\", \"", hosts) + "\"]\n");
    }

    /// Makes a node's identity directory at `out` and registers the node here.
    ///
    /// The node is registered first: an identity that the hub does not know would be of no use to
    /// its owner, while a registration whose identity was never written (a full disk) is undone
    /// before this returns.
    ///
    /// @throws FileAlreadyExistsException if the node is enrolled already, or `out` is there and
    ///   not empty
    /// @throws IllegalArgumentException if a name may not be borne
    public void enrol(String node, String post, Path out, InstantSource clock, SecureRandom random)
            throws IOException {
        var name =
                new NodeIdentity.Name(
                        NodeName.require("node name", node), NodeName.require("post name", post));
        Path keys = directory.resolve(KEYS);
        var issuer =
                new Issuer(
                        random,
                        clock.instant(),
                        KeyFiles.readEcPrivate(keys.resolve("node-ca.key.pem")),
                        nodeCa());
        KeyPair tls = Issuer.ecKeyPair(random);
        X509Certificate certificate = issuer.issueNode(tls, node, post);
        var signing = new Ed25519PrivateKeyParameters(random);
        byte[] signingPublic = signing.generatePublicKey().getEncoded();

        Path registered = directory.resolve(NODES).resolve(node);
        PrivateFiles.createWhole(
                registered,
                draft -> {
                    PrivateFiles.write(draft.resolve(NodeIdentity.SETTINGS), name.toToml());
                    KeyFiles.writeCertificate(
                            draft.resolve(NodeIdentity.TLS_CERTIFICATE), certificate);
                    KeyFiles.writeEd25519Public(
                            draft.resolve(NodeIdentity.SIGNING_PUBLIC), signingPublic);
                });
        boolean handedOut = false;
        try {
            PrivateFiles.createWhole(
                    out,
                    draft -> {
                        PrivateFiles.write(draft.resolve(NodeIdentity.SETTINGS), name.toToml());
                        KeyFiles.writePrivate(
                                draft.resolve(NodeIdentity.TLS_KEY), tls.getPrivate());
                        KeyFiles.writeCertificate(
                                draft.resolve(NodeIdentity.TLS_CERTIFICATE), certificate);
                        KeyFiles.writeEd25519Private(
                                draft.resolve(NodeIdentity.SIGNING_KEY), signing.getEncoded());
                        KeyFiles.writeSymmetric(
                                draft.resolve(NodeIdentity.STORAGE_KEY), randomKey(random));
                        copyTrust(draft);
                    });
            handedOut = true;
        } finally {
            if (!handedOut) {
                PrivateFiles.deleteTree(registered);
            }
        }
    }

    private void copyTrust(Path draft) throws IOException {
        Path from = directory.resolve(NodeIdentity.TRUST);
        Path to = PrivateFiles.createDirectory(draft.resolve(NodeIdentity.TRUST));
        for (String file :
                List.of(
                        NodeIdentity.NODE_CA,
                        NodeIdentity.HUB_RECEIPT,
                        NodeIdentity.RELEASE,
                        NodeIdentity.HUB_SEAL)) {
            PrivateFiles.write(to.resolve(file), KeyFiles.readText(from.resolve(file)));
        }
        PrivateFiles.sync(to);
    }

    /// The enrolled node of that name, if there is one.
    ///
    /// @throws IOException if its files are there and cannot be read
    public Optional<EnrolledNode> node(String name) throws IOException {
        if (!NodeName.isValid(name)) {
            return Optional.empty();
        }
        Path registered = directory.resolve(NODES).resolve(name);
        if (!Files.isDirectory(registered)) {
            return Optional.empty();
        }
        var names = NodeIdentity.readName(registered.resolve(NodeIdentity.SETTINGS));
        X509Certificate certificate =
                KeyFiles.readCertificate(registered.resolve(NodeIdentity.TLS_CERTIFICATE));
        return Optional.of(
                new EnrolledNode(
                        name,
                        names.post(),
                        certificate,
                        KeyFiles.readEd25519Public(registered.resolve(NodeIdentity.SIGNING_PUBLIC)),
                        revocation(name, certificate)));
    }

    private @Nullable RevokedCertificate revocation(String name, X509Certificate certificate)
            throws IOException {
        Path file = directory.resolve(NODES).resolve(name).resolve(REVOKED);
        return Files.exists(file)
                ? RevokedCertificate.read(file, name, certificate.getSerialNumber())
                : null;
    }

    /// Whether a node of that name is enrolled and was taken back; costs one look at the disk.
    public boolean isRevoked(String name) {
        return NodeName.isValid(name)
                && Files.exists(directory.resolve(NODES).resolve(name).resolve(REVOKED));
    }

    /// Takes a node's certificate back, for good: it may not connect any more from the moment on
    /// that this returns. What it recorded before, and others kept, still counts.
    ///
    /// @return since when, and why: of the first time, where it was taken back before
    /// @throws NoSuchFileException if no such node is enrolled
    public RevokedCertificate revoke(
            String node, RevokedCertificate.Reason reason, InstantSource clock) throws IOException {
        EnrolledNode enrolled =
                node(node)
                        .orElseThrow(() ->
                                new NoSuchFileException(
                                        directory.toString(),
                                        null,
                                        "no node \""
                                                + NodeName.printable(node)
                                                + "\" is enrolled here"));
        RevokedCertificate revoked = enrolled.revoked();
        if (revoked == null) {
            revoked =
                    new RevokedCertificate(
                            node,
                            enrolled.tlsCertificate().getSerialNumber(),
                            clock.instant().truncatedTo(ChronoUnit.SECONDS),
                            reason);
            Path registered = directory.resolve(NODES).resolve(node);
            PrivateFiles.replace(registered.resolve(REVOKED), revoked.toToml());
        }
        return revoked;
    }

    /// The node CA's revocation list (RFC 5280 §5), signed now; empty while no node was taken back.
    public Optional<X509CRL> revocationList(InstantSource clock, SecureRandom random)
            throws IOException {
        List<RevokedCertificate> all = new ArrayList<>();
        for (String name : nodeNames()) {
            node(name).map(EnrolledNode::revoked).ifPresent(all::add);
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        var issuer =
                new Issuer(random, now, KeyFiles.readEcPrivate(key("node-ca.key.pem")), nodeCa());
        return Optional.of(
                issuer.revocationList(
                        // Counts up over all runs, since nothing keeps the last one.
                        BigInteger.valueOf(now.toEpochMilli()),
                        all,
                        nodeCa().getNotAfter().toInstant()));
    }

    /// Names of all enrolled nodes, sorted.
    public List<String> nodeNames() throws IOException {
        try (var entries = Files.list(directory.resolve(NODES))) {
            // Drafts of an enrolment in progress begin with a dot, which no node's name does.
            return entries.map(path -> path.getFileName().toString())
                    .filter(NodeName::isValid)
                    .sorted()
                    .toList();
        }
    }

    public X509Certificate nodeCa() throws IOException {
        return KeyFiles.readCertificate(trust(NodeIdentity.NODE_CA));
    }

    public X509Certificate tlsCertificate() throws IOException {
        return KeyFiles.readCertificate(trust(HUB_CERTIFICATE));
    }

    public PrivateKey tlsKey() throws IOException {
        return KeyFiles.readEcPrivate(key("hub.key.pem"));
    }

    /// The Ed25519 seed that signs receipts, 32 bytes.
    public byte[] receiptKey() throws IOException {
        return KeyFiles.readEd25519Private(key("receipt.key.pem"));
    }

    /// The Ed25519 seed that signs releases, 32 bytes.
    public byte[] releaseKey() throws IOException {
        return KeyFiles.readEd25519Private(key("release.key.pem"));
    }

    /// The X25519 scalar that opens what nodes seal to the hub, 32 bytes.
    public byte[] sealKey() throws IOException {
        return KeyFiles.readX25519Private(key("seal.key.pem"));
    }

    /// The AES-256 key of the ledger, 32 bytes.
    public byte[] ledgerKey() throws IOException {
        return KeyFiles.readSymmetric(key("ledger.key"));
    }

    public Path ledgerDirectory() {
        return directory.resolve("ledger");
    }

    public Path releaseDirectory() {
        return directory.resolve("releases");
    }

    /// Bundles that were brought, and answers that wait to be fetched.
    public Path bundleDirectory() {
        return directory.resolve("bundles");
    }

    public Path registryDirectory() {
        return directory.resolve("registry");
    }

    private Path key(String file) {
        return directory.resolve(KEYS).resolve(file);
    }

    private Path trust(String file) {
        return directory.resolve(NodeIdentity.TRUST).resolve(file);
    }

    private static byte[] randomKey(SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }
}
