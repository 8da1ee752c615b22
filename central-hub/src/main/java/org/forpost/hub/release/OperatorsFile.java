package org.forpost.hub.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Operators.Operator;
import org.forpost.protocol.release.Operators.Role;
import org.forpost.protocol.release.Operators.Verifier;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Operators as a person writes them down:
///
/// ```toml
/// valid_hours = 72                # of all accounts that name none; 72 where this is left out
///
/// [[operator]]
/// login = "a.petrova"
/// name = "Анна Петрова"
/// roles = ["officer", "supervisor"]   # officer, supervisor, technician
/// argon2id = "$argon2id$v=19$m=65536,t=3,p=1$c2FsdC…$aGFzaC…"
/// # or, for whoever hands out first passwords; it is hashed here and published as a hash:
/// # password = "…"
/// valid_hours = 168
/// ```
public final class OperatorsFile {
    private static final long MAX_BYTES = 1 << 20;
    private static final int MOST_HOURS = 24 * 366;

    /// NIST SP 800-63B §3.1.1 asks for at least eight characters where a password is not the only
    /// factor; being at the post is the other one.
    private static final int LEAST_PASSWORD = 8;

    private static final int MOST_PASSWORD = 128;

    /// PHC string format; 16 and 32 bytes in Base64 without padding.
    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,3}),p=(\\d{1,2})"
                            + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    private static final Set<String> KEYS =
            Set.of("login", "name", "roles", "argon2id", "password", "valid_hours");

    private final Path file;
    private final Instant now;
    private final Randomness randomness;

    private OperatorsFile(Path file, Instant now, Randomness randomness) {
        this.file = file;
        this.now = now;
        this.randomness = randomness;
    }

    /// Reads and checks the file; passwords become hashes, at some 0.3 s each.
    ///
    /// @param now from which accounts hold
    /// @throws IOException in one line that names the operator's entry and what was expected there
    public static Operators read(Path file, Instant now, Randomness randomness) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": at most " + MAX_BYTES + " bytes are taken");
        }
        return new OperatorsFile(file, now, randomness).parse(Files.readString(file));
    }

    private Operators parse(String text) throws IOException {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            throw wrong("line " + toml.errors().getFirst().position().line(), "no TOML");
        }
        for (String key : toml.keySet()) {
            if (!key.equals("operator") && !key.equals("valid_hours")) {
                throw wrong(key, "nothing of this name is known");
            }
        }
        long hours = hours(toml, "", 72);
        if (!toml.isArray("operator")) {
            throw wrong("operator", "[[operator]] tables expected");
        }
        var tables = toml.getArrayOrEmpty("operator");
        List<Operator> operators = new ArrayList<>();
        Set<String> logins = new HashSet<>();
        for (int i = 0; i < tables.size(); i++) {
            String at = "operator[" + i + "]";
            if (!(tables.get(i) instanceof TomlTable table)) {
                throw wrong(at, "a table in double brackets expected");
            }
            Operator operator = operator(table, at, hours);
            if (!logins.add(operator.login())) {
                throw wrong(at + ".login", operator.login() + " is there twice");
            }
            operators.add(operator);
        }
        Operators all = new Operators(operators);
        try {
            // What a lane will make of it is asked of the same reader.
            return Operators.decode(all.encode());
        } catch (MalformedException e) {
            throw new IOException(
                    file
                            + ": "
                            + String.valueOf(e.getMessage())
                                    .replace("operators.accounts", "operator"),
                    e);
        }
    }

    private Operator operator(TomlTable table, String at, long hours) throws IOException {
        for (String key : table.keySet()) {
            if (!KEYS.contains(key)) {
                throw wrong(at + "." + key, "nothing of this name is known");
            }
        }
        String phc = text(table, "argon2id");
        String password = text(table, "password");
        if ((phc == null) == (password == null)) {
            throw wrong(at, "either argon2id or password expected");
        }
        String login = text(table, "login");
        String name = text(table, "name");
        if (login == null || name == null) {
            throw wrong(at + (login == null ? ".login" : ".name"), "a text in quotes expected");
        }
        return new Operator(
                login,
                name,
                roles(table, at),
                now.plus(Duration.ofHours(hours(table, at + ".", hours))).toEpochMilli(),
                phc != null ? verifier(phc, at) : hashed(String.valueOf(password), at));
    }

    private Verifier hashed(String password, String at) throws IOException {
        int length = password.codePointCount(0, password.length());
        if (length < LEAST_PASSWORD || length > MOST_PASSWORD) {
            throw wrong(
                    at + ".password",
                    LEAST_PASSWORD + " to " + MOST_PASSWORD + " characters expected");
        }
        return Verifier.of(password, randomness.bytes(Verifier.SALT_BYTES));
    }

    private Verifier verifier(String phc, String at) throws IOException {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw wrong(
                    at + ".argon2id",
                    "$argon2id$v=19$m=…,t=…,p=…$ and 16 bytes of salt, $ and 32 of hash, expected");
        }
        return new Verifier(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Base64.getDecoder().decode(parts.group(4)),
                Base64.getDecoder().decode(parts.group(5)));
    }

    private Set<Role> roles(TomlTable table, String at) throws IOException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (table.isArray("roles")) {
            for (Object word : table.getArrayOrEmpty("roles").toList()) {
                try {
                    roles.add(Role.valueOf(String.valueOf(word).toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    throw wrong(at + ".roles", "no role is called " + word);
                }
            }
        }
        if (roles.isEmpty()) {
            throw wrong(at + ".roles", "a list of officer, supervisor, technician expected");
        }
        return roles;
    }

    private long hours(TomlTable table, String at, long otherwise) throws IOException {
        Object value = table.get("valid_hours");
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long hours && hours >= 1 && hours <= MOST_HOURS) {
            return hours;
        }
        throw wrong(at + "valid_hours", "1 to " + MOST_HOURS + " expected");
    }

    private static @Nullable String text(TomlTable table, String key) {
        return table.get(key) instanceof String text ? text : null;
    }

    private IOException wrong(String at, String what) {
        return new IOException(file + ": " + at + ": " + what);
    }
}
