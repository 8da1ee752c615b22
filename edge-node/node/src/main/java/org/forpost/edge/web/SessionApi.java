package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.forpost.edge.operator.Login;
import org.forpost.edge.operator.Operator;
import org.forpost.edge.operator.Sessions;
import org.forpost.edge.store.NotRecordedException;

/// Who is at work, as JSON in and out. Looks at passwords; called on virtual threads.
///
/// ```
/// nobody   POST /api/session {login, password} ─► open
/// open     POST /api/session/lock              ─► locked        DELETE /api/session ─► nobody
/// locked   POST /api/session/unlock {password} ─► open
/// ```
final class SessionApi {
    private static final Set<String> LANE =
            Set.of(
                    "node",
                    "post",
                    "lane",
                    "devices",
                    "link",
                    "watchlist",
                    "backlog",
                    "recorded",
                    "rungs");

    private final Sessions sessions;

    SessionApi(Sessions sessions) {
        this.sessions = sessions;
    }

    /// How the session stands, and of the lane what a passer-by may know: no traveller.
    JsonObject standing(String token, JsonObject state) {
        Optional<Sessions.View> view = sessions.view(token);
        JsonObject lane = new JsonObject();
        for (String key : LANE) {
            lane.put(key, state.getValue(key));
        }
        return new JsonObject()
                .put("state", view.map(it -> it.locked() ? "locked" : "open").orElse("none"))
                .put("operator", view.map(it -> json(it.operator())).orElse(null))
                .put("operatorsRelease", sessions.release())
                .put("at", lane);
    }

    static JsonObject json(Operator operator) {
        JsonArray roles = new JsonArray();
        operator.roles().stream().sorted().forEach(role -> roles.add(spelled(role)));
        return new JsonObject()
                .put("login", operator.login())
                .put("name", operator.name())
                .put("roles", roles);
    }

    /// @return what the cookie is to hold
    Login.Open logIn(byte[] body) throws Problem {
        Fields fields = Fields.of(body);
        String login = login(fields, "login");
        String password = password(fields);
        fields.end();
        return open(asked(() -> sessions.logIn(login, password)));
    }

    Login.Open unlock(String token, byte[] body) throws Problem {
        Fields fields = Fields.of(body);
        String password = password(fields);
        fields.end();
        if (sessions.view(token).isEmpty()) {
            throw noSession();
        }
        return open(asked(() -> sessions.unlock(token, password)));
    }

    /// A supervisor's word for one action in this session.
    JsonObject word(String token, byte[] body) throws Problem {
        Fields fields = Fields.of(body);
        String login = login(fields, "login");
        String password = password(fields);
        String action =
                fields.text("action", "[a-z0-9-]{1,40}", 40, "a word such as admit or exception");
        fields.end();
        Login.Open open = open(asked(() -> sessions.give(token, login, password, action)));
        return new JsonObject().put("given", action).put("supervisor", json(open.operator()));
    }

    /// A supervisor extends an account.
    JsonObject extend(byte[] body) throws Problem {
        Fields fields = Fields.of(body);
        String login = login(fields, "login");
        String supervisor = login(fields, "supervisor");
        String password = password(fields);
        fields.end();
        Login.Open open = open(asked(() -> sessions.extend(login, supervisor, password)));
        return new JsonObject().put("extended", login).put("supervisor", json(open.operator()));
    }

    private static String login(Fields fields, String name) throws Problem {
        return fields.text(name, "[a-z][a-z0-9._-]{0,31}", 32, "a login such as a.petrova");
    }

    private static String password(Fields fields) throws Problem {
        return fields.text("password", "(?s).{1,128}", 256, "1 to 128 characters");
    }

    @FunctionalInterface
    private interface Asking {
        Login ask() throws IOException, NotRecordedException;
    }

    private static Login asked(Asking asking) throws Problem {
        try {
            return asking.ask();
        } catch (NotRecordedException e) {
            throw Problem.of(507, "not-recorded", e.happened(), e.whatToDo());
        } catch (IOException e) {
            throw Problem.of(
                    507,
                    "disk-trouble",
                    "The disk does not take what a login must leave on it: " + e.getMessage(),
                    "Make room on the disk, or call the technician.");
        }
    }

    private static Login.Open open(Login login) throws Problem {
        return switch (login) {
            case Login.Open open -> open;
            case Login.Wrong(long wait) ->
                    throw Problem.of(
                            401,
                            "wrong-password",
                            "Login or password is wrong.",
                            wait == 0 ? "Try again." : later(wait));
            case Login.Waiting(long wait) ->
                    throw Problem.of(
                            429,
                            "locked-out",
                            "Too many wrong passwords: nothing was looked at.",
                            later(wait));
            case Login.Expired(Operator operator) ->
                    throw Problem.of(
                            403,
                            "account-expired",
                            "The account " + operator.login() + " has expired.",
                            "Let a supervisor extend it, or let the hub send a new release.");
            case Login.NotEntitled(Operator operator) ->
                    throw Problem.of(
                            403,
                            "not-entitled",
                            operator.login() + " is no supervisor.",
                            "Ask a supervisor.");
            case Login.NobodyKnown() ->
                    throw Problem.of(
                            503,
                            "no-operators",
                            "This lane has no release of operators yet: nobody can log in.",
                            "Connect it to the hub, or bring the release on a stick.");
        };
    }

    private static String later(long waitMillis) {
        return "Try again in "
                + Math.ceilDiv(waitMillis, 1000)
                + " s, or let a supervisor extend the account.";
    }

    static Problem noSession() {
        return Problem.of(
                401, "no-session", "Nobody is logged in on this page.", "Log in, then try again.");
    }

    static Problem locked() {
        return Problem.of(
                401, "session-locked", "The lane is locked.", "Unlock it with the password.");
    }
}
