package org.forpost.sim.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.forpost.sim.Refusal;

/// The folder that holds a test authority and its devices' keys:
///
/// - `device-ca.pem`: the trust anchor, for the nodes;
/// - `device-provider.pem`, `device-provider.key.pem`: who issues devices;
/// - `NAME.chain.pem`, `NAME.key.pem`: one pair for each device, made when first asked for.
///
/// Keys are unencrypted PKCS#8 that only the owner may read: they protect nothing but tests.
public final class DevicePki {
    private static final String ANCHOR = "device-ca";
    private static final String PROVIDER = "device-provider";

    private final Path folder;
    private final DeviceAuthority authority;

    private DevicePki(Path folder, DeviceAuthority authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /// Makes a new authority in `folder`, which may exist but must not hold one already.
    public static DevicePki create(Path folder, Instant now) throws IOException {
        if (Files.exists(folder.resolve(ANCHOR + ".pem"))) {
            throw new Refusal(
                    folder.resolve(ANCHOR + ".pem")
                            + " exists already: choose another folder, or remove it to start anew");
        }
        Files.createDirectories(folder);
        DeviceAuthority authority = DeviceAuthority.create(now);
        DevicePki pki = new DevicePki(folder, authority);
        pki.write(PROVIDER + ".pem", List.of(authority.provider()));
        pki.write(PROVIDER + ".key.pem", authority.providerKey());
        // Last, because its presence says that the folder is complete.
        pki.write(ANCHOR + ".pem", List.of(authority.anchor()));
        return pki;
    }

    /// Opens what [#create] made.
    public static DevicePki open(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(ANCHOR + ".pem"))) {
            throw new Refusal(
                    "no device trust anchor in "
                            + folder
                            + ": make one with 'forpost sim ca --out "
                            + folder
                            + "'");
        }
        return new DevicePki(
                folder,
                new DeviceAuthority(
                        certificates(folder.resolve(ANCHOR + ".pem")).getFirst(),
                        certificates(folder.resolve(PROVIDER + ".pem")).getFirst(),
                        key(folder.resolve(PROVIDER + ".key.pem"))));
    }

    /// Where the trust anchor lies.
    public Path anchor() {
        return folder.resolve(ANCHOR + ".pem");
    }

    /// The identity of the device with this name (`lane-1-finger`): read, or issued and written.
    public DeviceIdentity device(String name, Instant now) throws IOException {
        Path chain = folder.resolve(name + ".chain.pem");
        Path key = folder.resolve(name + ".key.pem");
        if (Files.exists(chain) && Files.exists(key)) {
            return new DeviceIdentity(key(key), certificates(chain));
        }
        DeviceIdentity identity = authority.issue(name, now);
        write(name + ".key.pem", identity.key());
        write(name + ".chain.pem", identity.chain());
        return identity;
    }

    private void write(String name, List<X509Certificate> certificates) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (X509Certificate certificate : certificates) {
                pem.writeObject(certificate);
            }
        }
        Files.writeString(folder.resolve(name), text.toString());
    }

    private void write(String name, PrivateKey key) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(key, null));
        }
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text.toString());
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = new ArrayList<>();
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) each);
            }
            if (found.isEmpty()) {
                throw new Refusal(file + " holds no certificate");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new Refusal(file + " is not a PEM certificate", e);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        try (PEMParser pem = new PEMParser(new StringReader(Files.readString(file)))) {
            if (pem.readObject() instanceof PrivateKeyInfo info) {
                return new JcaPEMKeyConverter().getPrivateKey(info);
            }
            throw new Refusal(file + " is not a PKCS#8 private key in PEM");
        }
    }
}
