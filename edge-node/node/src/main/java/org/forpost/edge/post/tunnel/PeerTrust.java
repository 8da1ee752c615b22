package org.forpost.edge.post.tunnel;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.forpost.edge.post.Admission;

/// Asks [Admission] at both ends of a handshake, and says who was sent away: a handshake that fails
/// is otherwise seen by nobody.
final class PeerTrust extends X509ExtendedTrustManager {
    private final Admission admission;
    private final Consumer<String> says;

    PeerTrust(Admission admission, Consumer<String> says) {
        this.admission = admission;
        this.says = says;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            var _ = admission.lane(chain);
        } catch (CertificateException e) {
            says.accept("refused at the tunnel: " + e.getMessage());
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    /// None is named: it only helps whoever asks without a certificate.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
