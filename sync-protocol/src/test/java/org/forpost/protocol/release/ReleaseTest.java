package org.forpost.protocol.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.junit.jupiter.api.Test;

/// A release comes in signed, newer and whole, or is refused with a reason.
class ReleaseTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] CONTENT = new Watchlist(List.of()).encode();

    private final ReleaseGate gate =
            new ReleaseGate(Role.WATCHLIST, Ed25519.check(Ed25519.publicKey(KEY)), 41);

    private static Manifest manifest(Role role, long number, long expires) {
        return new Manifest(role, number, 1000, expires, Sha256.of(CONTENT), CONTENT.length);
    }

    private static byte[] signed(Role role, long number) {
        return manifest(role, number, 2000).sign(new byte[8], Ed25519.signer(KEY));
    }

    private String refused(byte[] offered) {
        return assertInstanceOf(ReleaseGate.Answer.Refused.class, gate.offer(offered)).why();
    }

    @Test
    void aNewerOneIsWantedAndOnceInstalledIsHeld() {
        ReleaseGate.Answer.Wanted wanted =
                assertInstanceOf(
                        ReleaseGate.Answer.Wanted.class, gate.offer(signed(Role.WATCHLIST, 43)));
        assertTrue(gate.fits(wanted.manifest(), CONTENT));
        assertFalse(gate.fits(wanted.manifest(), new byte[CONTENT.length]));
        assertFalse(gate.fits(wanted.manifest(), new byte[0]));
        gate.install(wanted.manifest());
        assertEquals(43, gate.held());
        assertInstanceOf(ReleaseGate.Answer.Held.class, gate.offer(signed(Role.WATCHLIST, 43)));
        assertThrows(IllegalStateException.class, () -> gate.install(wanted.manifest()));
    }

    @Test
    void aLowerNumberIsRefused() {
        assertTrue(refused(signed(Role.WATCHLIST, 40)).contains("number 40 is lower than 41"));
        assertEquals(41, gate.held());
    }

    @Test
    void anotherKeyIsRefused() {
        byte[] other = new byte[32];
        other[0] = 1;
        byte[] offered =
                manifest(Role.WATCHLIST, 42, 2000).sign(new byte[8], Ed25519.signer(other));
        assertTrue(refused(offered).contains("not signed by the key"));
    }

    @Test
    void anotherRoleIsRefused() {
        assertTrue(refused(signed(Role.RULES, 42)).contains("WATCHLIST expected, found RULES"));
    }

    @Test
    void oneThatExpiresBeforeItIsIssuedIsRefused() {
        byte[] offered = manifest(Role.WATCHLIST, 42, 1000).sign(new byte[8], Ed25519.signer(KEY));
        assertTrue(refused(offered).contains("release.expires"));
    }

    @Test
    void noiseIsRefused() {
        assertTrue(refused(new byte[100]).contains("sign1.version"));
        assertTrue(refused(new byte[0]).contains("sign1.version"));
    }

    @Test
    void theGateDoesNotLookAtTheClock() {
        // An expired release that is newer than an expired one is still the better of the two.
        assertInstanceOf(ReleaseGate.Answer.Wanted.class, gate.offer(signed(Role.WATCHLIST, 42)));
    }

    @Test
    void aWatchlistSurvivesAndHasOneSpelling() throws Exception {
        Watchlist list =
                new Watchlist(
                        Collections.nCopies(
                                50,
                                new Watchlist.Nominal(
                                        "N-1",
                                        "КАРИМОВ",
                                        "",
                                        0,
                                        "",
                                        "a".repeat(512),
                                        List.of(new Watchlist.Finger(0, new byte[8192])))));
        assertArrayEquals(list.encode(), Watchlist.decode(list.encode()).encode());
        assertArrayEquals(CONTENT, Watchlist.decode(CONTENT).encode());
        MalformedException e =
                assertThrows(
                        MalformedException.class,
                        () -> Watchlist.decode(new byte[] {1, (byte) 0xa0}));
        assertEquals("watchlist.nominals", e.field());
        MalformedException many =
                assertThrows(
                        MalformedException.class,
                        () ->
                                Watchlist.decode(
                                        new byte[] {
                                            1, (byte) 0xa1, 1, (byte) 0x9a, 0x7f, 0, 0, 0
                                        }));
        assertEquals("watchlist.nominals", many.field());
    }
}
