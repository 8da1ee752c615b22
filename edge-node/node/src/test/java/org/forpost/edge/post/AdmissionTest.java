package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whose certificate opens the tunnel.
class AdmissionTest {
    private final NodeCa ca = new NodeCa();
    private final List<X509CRL> lists = new ArrayList<>();
    private long now = System.currentTimeMillis();

    private final Admission admission =
            new Admission(
                    ca.certificate(),
                    "tikhaya",
                    Set.of("tikhaya-1", "tikhaya-2"),
                    new Revocations(ca.certificate(), () -> lists),
                    () -> now);

    private String refused(X509Certificate... shown) {
        return String.valueOf(
                assertThrows(CertificateException.class, () -> admission.lane(shown)).getMessage());
    }

    @Test
    void aLaneOfThisPostComesIn() throws Exception {
        assertEquals("tikhaya-2", admission.lane(ca.lane("tikhaya-2", "tikhaya").certificate()));
    }

    @Test
    void nobodyElseDoes() {
        assertTrue(refused(ca.lane("kuma-1", "kuma").certificate()).contains("another post"));
        assertTrue(refused(ca.lane("tikhaya-3", "tikhaya").certificate()).contains("no lane"));
        assertTrue(refused(ca.hub().certificate()).contains("not of a node"));
        assertTrue(
                refused(NodeCa.selfSigned("tikhaya-1", "tikhaya").certificate())
                        .contains("not issued"));
        assertTrue(
                refused(new NodeCa().lane("tikhaya-1", "tikhaya").certificate())
                        .contains("not issued"));
        assertTrue(refused().contains("one certificate"));
        assertTrue(
                refused(ca.lane("tikhaya-1", "tikhaya").certificate(), ca.certificate())
                        .contains("one certificate"));
    }

    @Test
    void onlyTheOneThatWasDialledAnswers() throws Exception {
        Admission dialled = admission.only("tikhaya-2");
        X509Certificate other = ca.lane("tikhaya-1", "tikhaya").certificate();
        assertThrows(CertificateException.class, () -> dialled.lane(other));
    }

    @Test
    void anExpiredOneIsRefusedByProvedTimeAlone() throws Exception {
        X509Certificate old = ca.expiring("tikhaya-1", "tikhaya", -1).certificate();
        assertTrue(refused(old).contains("expired"));
        now -= Duration.ofDays(2).toMillis();
        assertEquals("tikhaya-1", admission.lane(old), "not proved to have expired");
        now = 0;
        assertEquals("tikhaya-1", admission.lane(old), "nothing is proved of the time");
    }

    @Test
    void aRevokedOneIsRefusedByTheNodeCasListAndNoOther() throws Exception {
        X509Certificate stolen = ca.lane("tikhaya-1", "tikhaya").certificate();
        X509Certificate honest = ca.lane("tikhaya-2", "tikhaya").certificate();
        lists.add(new NodeCa().revoking(stolen));
        assertEquals("tikhaya-1", admission.lane(stolen), "another authority's list");
        lists.add(ca.revoking(stolen));
        assertTrue(refused(stolen).contains("revoked"));
        assertEquals("tikhaya-2", admission.lane(honest));
    }
}
