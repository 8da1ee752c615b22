package org.forpost.edge.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.Logbook;
import org.forpost.edge.store.NotRecordedException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.record.Validity;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Operators.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is at work at this lane: login, lock, unlock, logout, and a supervisor's word.
///
/// Needs no link: accounts are those of the release in force. A session lives as long as the
/// process; what was recorded in it belongs to its operator whoever is logged in when it is sent.
/// Whatever looks at a password takes a good part of a second and belongs on a virtual thread.
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /// An officer, a supervisor, a technician, and tabs of browsers that are gone.
    private static final int MAX_SESSIONS = 8;

    private static final int TOKEN_BYTES = 32;

    /// A word is given and used at the same counter.
    private static final long WORD_MILLIS = TimeUnit.MINUTES.toMillis(2);

    /// Names that are in no release count together: see [WrongTries].
    private static final String STRANGER = "?";

    private final Accounts accounts;
    private final WrongTries tries;
    private final Extensions extensions;
    private final TrustedTime time;
    private final Logbook logbook;
    private final Randomness randomness;
    private final LongSupplier monotonicMillis;
    private final long idleMillis;

    /// One password at a time: each takes up to 64 MiB of a lane that has 256.
    private final ReentrantLock checking = new ReentrantLock(true);

    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /// @param folder for what a restart must not forget; exists
    /// @param idle after how long without a key or a press a session locks
    /// @param says told in one line of a file that is not believed
    public Sessions(
            Accounts accounts,
            Path folder,
            TrustedTime time,
            Logbook logbook,
            Randomness randomness,
            LongSupplier monotonicMillis,
            Duration idle,
            Consumer<String> says) {
        this.accounts = accounts;
        this.tries = new WrongTries(folder, monotonicMillis, says);
        this.extensions = new Extensions(folder, time, says);
        this.time = time;
        this.logbook = logbook;
        this.randomness = randomness;
        this.monotonicMillis = monotonicMillis;
        this.idleMillis = idle.toMillis();
        accounts.releases().onInstalled(_ -> dismiss());
    }

    /// Whoever is not in the newest release works here no longer.
    private void dismiss() {
        synchronized (sessions) {
            sessions.values().removeIf(session -> accounts.of(session.operator.login()).isEmpty());
        }
    }

    /// How a session stands.
    ///
    /// @param locked whether its operator has to give the password again
    public record View(Operator operator, boolean locked) {}

    /// @return number of the operators release in force; 0 when nobody can log in
    public long release() {
        return accounts.release();
    }

    /// Begins a session.
    public Login logIn(String login, String password) throws IOException {
        Login checked = check(login, password);
        if (!(checked instanceof Login.Open open)) {
            return checked;
        }
        String token =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(randomness.bytes(TOKEN_BYTES));
        synchronized (sessions) {
            while (sessions.size() >= MAX_SESSIONS) {
                Iterator<String> oldest = sessions.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            sessions.put(token, new Session(open.operator(), monotonicMillis.getAsLong()));
        }
        note("logged-in", open.operator().login());
        return new Login.Open(token, open.operator());
    }

    /// @return how the session stands; empty when there is none. Does not keep it awake.
    public Optional<View> view(String token) {
        synchronized (sessions) {
            return Optional.ofNullable(sessions.get(token))
                    .map(session -> new View(session.operator, locked(session)));
        }
    }

    /// A key was pressed in this session.
    public void awake(String token) {
        synchronized (sessions) {
            Session session = sessions.get(token);
            if (session != null && !locked(session)) {
                session.seenMillis = monotonicMillis.getAsLong();
            }
        }
    }

    private boolean locked(Session session) {
        if (!session.locked && monotonicMillis.getAsLong() - session.seenMillis > idleMillis) {
            session.locked = true;
            session.words.clear();
        }
        return session.locked;
    }

    public void lock(String token) {
        synchronized (sessions) {
            Session session = sessions.get(token);
            if (session != null) {
                session.locked = true;
                session.words.clear();
            }
        }
    }

    /// The session's own operator is back.
    ///
    /// @return [Login.Wrong] also where there is no such session
    public Login unlock(String token, String password) throws IOException {
        Optional<View> view = view(token);
        if (view.isEmpty()) {
            return new Login.Wrong(0);
        }
        Login checked = check(view.get().operator().login(), password);
        if (!(checked instanceof Login.Open open)) {
            return checked;
        }
        synchronized (sessions) {
            Session session = sessions.get(token);
            if (session == null) {
                return new Login.Wrong(0);
            }
            session.locked = false;
            session.seenMillis = monotonicMillis.getAsLong();
        }
        note("unlocked", open.operator().login());
        return new Login.Open(token, open.operator());
    }

    public void logOut(String token) {
        Session ended;
        synchronized (sessions) {
            ended = sessions.remove(token);
        }
        if (ended != null) {
            note("logged-out", ended.operator.login());
        }
    }

    /// A supervisor gives the word, with the own password, for one action in somebody's session.
    /// Used up by [#take], gone after two minutes or when the session locks.
    ///
    /// @param action short stable name, such as `admit`
    public Login give(String token, String login, String password, String action)
            throws IOException {
        Login checked = entitled(check(login, password), Role.SUPERVISOR);
        if (checked instanceof Login.Open open) {
            synchronized (sessions) {
                Session session = sessions.get(token);
                if (session == null || locked(session)) {
                    return new Login.Wrong(0);
                }
                session.words.put(
                        action,
                        new Session.Word(
                                open.operator(), monotonicMillis.getAsLong() + WORD_MILLIS));
            }
            note("supervisor-word", open.operator().login() + " for " + action);
        }
        return checked;
    }

    /// @return whose word for the action was given in this session; it cannot be taken again
    public Optional<Operator> take(String token, String action) {
        synchronized (sessions) {
            Session session = sessions.get(token);
            Session.Word word = session == null ? null : session.words.remove(action);
            return word == null || monotonicMillis.getAsLong() > word.untilMillis()
                    ? Optional.empty()
                    : Optional.of(word.supervisor());
        }
    }

    /// @return whose word for the action stands, without using it up
    public Optional<Operator> given(String token, String action) {
        synchronized (sessions) {
            Session session = sessions.get(token);
            Session.Word word = session == null ? null : session.words.get(action);
            return word == null || monotonicMillis.getAsLong() > word.untilMillis()
                    ? Optional.empty()
                    : Optional.of(word.supervisor());
        }
    }

    /// A supervisor extends an account of the release by 72 hours and forgives its wrong tries. The
    /// supervisor's own account may have expired as well: after three days without a link all have.
    ///
    /// @return [Login.Open] with an empty token when it is extended; [Login.Wrong] also where
    ///   nobody is called so
    /// @throws NotRecordedException when it could not be recorded; nothing is extended then
    public Login extend(String login, String supervisor, String password)
            throws IOException, NotRecordedException {
        Login checked = check(supervisor, password);
        if (checked instanceof Login.Expired(Operator operator)) {
            checked = new Login.Open("", operator);
        }
        checked = entitled(checked, Role.SUPERVISOR);
        if (!(checked instanceof Login.Open open)) {
            return checked;
        }
        if (accounts.of(login).isEmpty()) {
            return new Login.Wrong(0);
        }
        logbook.write(
                List.of(
                        draft(
                                "account-extended",
                                login
                                        + " for 72 hours by "
                                        + open.operator().login()
                                        + ", operators release "
                                        + accounts.release())));
        extensions.extend(login);
        tries.forget(login);
        return new Login.Open("", open.operator());
    }

    private static Login entitled(Login login, Role role) {
        return login instanceof Login.Open(String _, Operator operator) && !operator.is(role)
                ? new Login.NotEntitled(operator)
                : login;
    }

    /// @return [Login.Open] with an empty token when the password is right and the account holds
    private Login check(String login, String password) throws IOException {
        if (accounts.release() == 0) {
            return new Login.NobodyKnown();
        }
        checking.lock();
        try {
            Optional<Operators.Operator> account = accounts.of(login);
            String name = account.isPresent() ? login : STRANGER;
            long wait = tries.waitMillis(name);
            if (wait > 0) {
                return new Login.Waiting(wait);
            }
            int count = tries.begin(name);
            // A stranger costs as much time as an operator: nobody learns who works here.
            boolean right =
                    account.orElseGet(accounts::any).verifier().fits(password)
                            && account.isPresent();
            if (!right) {
                if (count > WrongTries.FREE) {
                    note("login-refused", name + ", wrong password number " + count);
                }
                return new Login.Wrong(tries.waitMillis(name));
            }
            tries.forget(name);
            Operator operator = Operator.of(account.orElseThrow());
            boolean holds =
                    time.until(account.get().expiresMillis()) == Validity.HOLDS
                            || extensions.holds(login);
            return holds ? new Login.Open("", operator) : new Login.Expired(operator);
        } finally {
            checking.unlock();
        }
    }

    private Draft draft(String event, String detail) {
        return new Draft(RecordId.random(randomness), new Audit(event, detail));
    }

    /// For the audit: what an operator did, without names of travellers. A login is not refused
    /// because its note cannot be written: what must be recorded is the decision, and that is
    /// refused by itself.
    public void note(String event, String detail) {
        try {
            logbook.write(List.of(draft(event, detail)));
        } catch (NotRecordedException e) {
            LOG.error("not noted: {}", e.happened());
        }
    }
}
