package org.forpost.edge.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.Entry;
import org.forpost.edge.store.Logbook;
import org.forpost.edge.store.NotRecordedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Operators.Role;
import org.forpost.protocol.release.Operators.Verifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Officers come and go, with real files and releases and a clock that is turned by hand.
class SessionsTest {
    private static final byte[] KEY = new byte[32];
    private static final String RIGHT = "right";
    private static final Verifier VERIFIER = Verifier.of(RIGHT, new byte[16], 8 << 10, 1);
    private static final long ISSUED = 1_795_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @TempDir private Path folder;

    private final List<Audit> audits = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private long monotonic = 1_000;
    private long wall = ISSUED;
    private boolean diskFull;
    private int tokens;
    private TrustedTime time;
    private Accounts accounts;
    private Sessions sessions;

    @BeforeEach
    void employ() throws Exception {
        start(TrustedTime.Kept.NOTHING);
        publish(1, "ivanov", "smirnova");
    }

    /// As after a restart: nothing is known but what lies on the disk.
    private void start(TrustedTime.Kept kept) {
        time = new TrustedTime(() -> wall, () -> monotonic, kept);
        accounts = Accounts.open(folder, Ed25519.check(Ed25519.publicKey(KEY)), time);
        sessions =
                new Sessions(
                        accounts,
                        folder,
                        time,
                        logbook(),
                        count -> {
                            byte[] bytes = new byte[count];
                            bytes[0] = (byte) ++tokens;
                            return bytes;
                        },
                        () -> monotonic,
                        Duration.ofMinutes(10),
                        said::add);
    }

    private Logbook logbook() {
        return new Logbook() {
            @Override
            public List<Entry> write(List<Draft> drafts) throws NotRecordedException {
                if (diskFull) {
                    throw new NotRecordedException(
                            "the disk is full", "make room", new IOException("full"));
                }
                List<Entry> entries = new ArrayList<>();
                for (Draft draft : drafts) {
                    audits.add((Audit) draft.body());
                    entries.add(new Entry(draft.id(), Priority.AUDIT, audits.size()));
                }
                return entries;
            }
        };
    }

    private void publish(long number, String... logins) throws Exception {
        List<Operators.Operator> all = new ArrayList<>();
        for (String login : logins) {
            all.add(
                    new Operators.Operator(
                            login,
                            login,
                            Set.of(login.equals("smirnova") ? Role.SUPERVISOR : Role.OFFICER),
                            ISSUED + 72 * HOUR,
                            VERIFIER));
        }
        byte[] content = new Operators(all).encode();
        accounts.releases()
                .install(
                        new Manifest(
                                        org.forpost.protocol.release.Role.OPERATORS,
                                        number,
                                        ISSUED,
                                        ISSUED + 720 * HOUR,
                                        Sha256.of(content),
                                        content.length)
                                .sign(Sign1.keyId(Ed25519.publicKey(KEY)), Ed25519.signer(KEY)),
                        content);
    }

    private String open(String login) throws Exception {
        return assertInstanceOf(Login.Open.class, sessions.logIn(login, RIGHT)).token();
    }

    private boolean locked(String token) {
        return sessions.view(token).orElseThrow().locked();
    }

    @Test
    void aSessionLocksByItselfAndItsOwnOperatorOpensIt() throws Exception {
        String token = open("ivanov");
        monotonic += Duration.ofMinutes(9).toMillis();
        sessions.awake(token);
        monotonic += Duration.ofMinutes(9).toMillis();
        assertTrue(!locked(token));
        monotonic += Duration.ofMinutes(2).toMillis();
        assertTrue(locked(token));
        sessions.awake(token);
        assertTrue(locked(token), "a key alone does not unlock");
        assertInstanceOf(Login.Wrong.class, sessions.unlock(token, "wrong"));
        assertTrue(locked(token));
        assertInstanceOf(Login.Open.class, sessions.unlock(token, RIGHT));
        assertTrue(!locked(token));
        sessions.logOut(token);
        assertTrue(sessions.view(token).isEmpty());
        assertInstanceOf(Login.Wrong.class, sessions.unlock(token, RIGHT));
    }

    @Test
    void wrongPasswordsCostMoreAndMoreAndARestartForgivesNothing() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertEquals(new Login.Wrong(0), sessions.logIn("ivanov", "wrong"));
        }
        assertEquals(new Login.Wrong(30_000), sessions.logIn("ivanov", "wrong"));
        assertEquals(new Login.Waiting(30_000), sessions.logIn("ivanov", RIGHT));
        assertInstanceOf(Login.Open.class, sessions.logIn("smirnova", RIGHT), "nobody else waits");
        monotonic += 20_000;
        start(TrustedTime.Kept.NOTHING);
        assertEquals(
                new Login.Waiting(30_000),
                sessions.logIn("ivanov", RIGHT),
                "switching it off and on is not the faster way");
        monotonic += 30_000;
        assertEquals(new Login.Wrong(60_000), sessions.logIn("ivanov", "wrong"));
        for (int i = 0; i < 20; i++) {
            monotonic += HOUR;
            sessions.logIn("ivanov", "wrong");
        }
        assertEquals(
                new Login.Waiting(Duration.ofMinutes(32).toMillis()),
                sessions.logIn("ivanov", RIGHT));
        monotonic += Duration.ofMinutes(32).toMillis();
        open("ivanov");
        assertEquals(new Login.Wrong(0), sessions.logIn("ivanov", "wrong"), "forgotten");
        assertTrue(audits.stream().anyMatch(audit -> audit.event().equals("login-refused")));
    }

    @Test
    void namesThatAreGuessedCountTogether() throws Exception {
        for (int i = 0; i < 4; i++) {
            sessions.logIn("guess" + i, RIGHT);
        }
        assertInstanceOf(Login.Waiting.class, sessions.logIn("guess5", RIGHT));
        open("ivanov");
    }

    @Test
    void anExpiredAccountIsExtendedByASupervisorWhoHasExpiredToo() throws Exception {
        time.heard(ISSUED + 73 * HOUR);
        wall = ISSUED + 73 * HOUR;
        assertInstanceOf(Login.Expired.class, sessions.logIn("ivanov", RIGHT));
        assertInstanceOf(Login.NotEntitled.class, sessions.extend("ivanov", "ivanov", RIGHT));
        assertInstanceOf(Login.Wrong.class, sessions.extend("ivanov", "smirnova", "wrong"));
        diskFull = true;
        try {
            sessions.extend("ivanov", "smirnova", RIGHT);
        } catch (NotRecordedException e) {
            said.add("not recorded");
        }
        assertEquals(List.of("not recorded"), said);
        diskFull = false;
        assertInstanceOf(Login.Expired.class, sessions.logIn("ivanov", RIGHT));

        assertInstanceOf(Login.Open.class, sessions.extend("ivanov", "smirnova", RIGHT));
        assertEquals("account-extended", audits.getLast().event());
        assertTrue(audits.getLast().detail().contains("ivanov for 72 hours by smirnova"));
        TrustedTime.Kept kept = time.toKeep();
        start(kept);
        open("ivanov");
        assertInstanceOf(Login.Expired.class, sessions.logIn("smirnova", RIGHT));
        monotonic += 71 * HOUR;
        open("ivanov");
        monotonic += 2 * HOUR;
        assertInstanceOf(Login.Expired.class, sessions.logIn("ivanov", RIGHT));
    }

    @Test
    void aWallClockThatIsSetBackRevivesNoAccountAndOneSetForwardLocksNobodyOutForGood()
            throws Exception {
        time.heard(ISSUED + 73 * HOUR);
        wall = ISSUED - 8_760 * HOUR;
        assertInstanceOf(Login.Expired.class, sessions.logIn("ivanov", RIGHT));

        start(TrustedTime.Kept.NOTHING);
        time.heard(ISSUED);
        wall = ISSUED + 87_600 * HOUR;
        assertInstanceOf(Login.Expired.class, sessions.logIn("ivanov", RIGHT));
        assertInstanceOf(Login.Open.class, sessions.extend("ivanov", "smirnova", RIGHT));
        open("ivanov");
    }

    @Test
    void aSupervisorsWordIsForOneActionOnceAndSoon() throws Exception {
        String token = open("ivanov");
        assertInstanceOf(Login.NotEntitled.class, sessions.give(token, "ivanov", RIGHT, "admit"));
        assertInstanceOf(Login.Open.class, sessions.give(token, "smirnova", RIGHT, "admit"));
        assertTrue(sessions.take(token, "refuse").isEmpty());
        assertEquals("smirnova", sessions.take(token, "admit").orElseThrow().login());
        assertTrue(sessions.take(token, "admit").isEmpty());
        sessions.give(token, "smirnova", RIGHT, "admit");
        monotonic += Duration.ofMinutes(3).toMillis();
        assertTrue(sessions.given(token, "admit").isEmpty());
        sessions.give(token, "smirnova", RIGHT, "admit");
        sessions.lock(token);
        sessions.unlock(token, RIGHT);
        assertTrue(sessions.take(token, "admit").isEmpty(), "gone with the lock");
    }

    @Test
    void whoeverIsNotInTheNextReleaseWorksHereNoLonger() throws Exception {
        String token = open("ivanov");
        String other = open("smirnova");
        assertNotEquals(token, other);
        publish(2, "smirnova");
        assertTrue(sessions.view(token).isEmpty());
        assertTrue(sessions.view(other).isPresent());
        assertInstanceOf(Login.Wrong.class, sessions.logIn("ivanov", RIGHT));
    }

    @Test
    void damagedFilesAreToldOfAndNotBelieved() throws Exception {
        sessions.logIn("ivanov", "wrong");
        Files.write(folder.resolve("wrong-tries"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("extensions"), new byte[300 << 10]);
        start(TrustedTime.Kept.NOTHING);
        assertEquals(2, said.size(), said.toString());
        open("ivanov");
    }

    @Test
    void withoutAReleaseNobodyIsKnown(@TempDir Path empty) throws Exception {
        folder = empty;
        start(TrustedTime.Kept.NOTHING);
        assertEquals(new Login.NobodyKnown(), sessions.logIn("ivanov", RIGHT));
    }
}
