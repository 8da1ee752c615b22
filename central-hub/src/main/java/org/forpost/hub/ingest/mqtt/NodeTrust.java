package org.forpost.hub.ingest.mqtt;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts certificates of the node CA, as the JDK's PKIX does (path, validity, key usage,
/// clientAuth), and says so when it refuses one: a handshake that fails is otherwise seen by
/// nobody.
final class NodeTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager pkix;
    private final Consumer<String> refused;

    private NodeTrust(X509ExtendedTrustManager pkix, Consumer<String> refused) {
        this.pkix = pkix;
        this.refused = refused;
    }

    static NodeTrust of(X509Certificate nodeCa, Consumer<String> refused) throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("node-ca", nodeCa);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(anchors);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager pkix) {
                    return new NodeTrust(pkix, refused);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the node CA's certificate cannot be used as a trust anchor", e);
        }
        throw new IOException("this Java runtime offers no PKIX trust manager");
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void checked(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            String shown =
                    chain.length == 0
                            ? "no certificate"
                            : "certificate of "
                                    + chain[0].getSubjectX500Principal()
                                    + " issued by "
                                    + chain[0].getIssuerX500Principal();
            refused.accept("refused at the TLS handshake: " + shown);
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checked(chain, () -> pkix.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checked(chain, () -> pkix.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        checked(chain, () -> pkix.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        pkix.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        pkix.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        pkix.checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pkix.getAcceptedIssuers();
    }
}
