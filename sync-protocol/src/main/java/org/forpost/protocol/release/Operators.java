package org.forpost.protocol.release;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Argon2id;

/// The content of an operators release: who may work at the lanes (SPEC.md §6.3).
public record Operators(List<Operator> operators) {
    /// All shifts of the largest post, several times over.
    public static final int MAX_OPERATORS = 2_000;

    private static final int MAX_LOGIN = 32;
    private static final int MAX_NAME = 160;

    public Operators {
        operators = List.copyOf(operators);
    }

    /// What somebody may do at a lane.
    public enum Role {
        /// Takes travellers from document to decision.
        OFFICER(1),
        /// Also gives the word that the rules ask for, extends accounts and starts drills.
        SUPERVISOR(2),
        /// Sees to devices and starts drills; decides about nobody.
        TECHNICIAN(4);

        private final int bit;

        Role(int bit) {
            this.bit = bit;
        }

        public int bit() {
            return bit;
        }
    }

    /// @param login `a-z`, digits, `.`, `_` and `-`, beginning with a letter
    /// @param name as it is printed and shown
    /// @param expiresMillis from then on the account needs a supervisor's extension
    public record Operator(
            String login, String name, Set<Role> roles, long expiresMillis, Verifier verifier) {
        public Operator {
            roles = Set.copyOf(roles);
        }
    }

    /// What a password is checked with: Argon2id (RFC 9106), version 1.3.
    ///
    /// The bounds hold twice: for whoever publishes, so that nobody's password is weakly kept, and
    /// for the lane, so that a release cannot take its memory or its minutes.
    ///
    /// @param memoryKib memory in KiB
    /// @param passes over that memory
    /// @param lanes parallelism
    public record Verifier(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
        /// The least that OWASP's Password Storage Cheat Sheet names for Argon2id is 7 MiB with 5
        /// passes; less memory than this is never worth its saving.
        public static final int LEAST_MEMORY_KIB = 8 << 10;

        /// A lane of 256 MB checks one password at a time.
        public static final int MOST_MEMORY_KIB = 64 << 10;

        /// With the most memory about a second and a half on a post's box.
        public static final int MOST_PASSES = 10;

        public static final int MOST_LANES = 4;
        public static final int SALT_BYTES = 16;
        public static final int HASH_BYTES = Argon2id.HASH_BYTES;

        /// What RFC 9106 §4 recommends where memory is scarce: 64 MiB, three passes.
        public static Verifier of(String password, byte[] salt) {
            return of(password, salt, MOST_MEMORY_KIB, 3);
        }

        public static Verifier of(String password, byte[] salt, int memoryKib, int passes) {
            return new Verifier(
                    memoryKib,
                    passes,
                    1,
                    salt,
                    Argon2id.hash(password, salt, memoryKib, passes, 1));
        }

        /// Whether this is the password. Takes what the parameters say, right or wrong.
        public boolean fits(String password) {
            return MessageDigest.isEqual(
                    hash, Argon2id.hash(password, salt, memoryKib, passes, lanes));
        }
    }

    public byte[] encode() {
        CborWriter out = new CborWriter().map(1).uint(1).array(operators.size());
        for (Operator operator : operators) {
            Verifier verifier = operator.verifier();
            out.array(5).text(operator.login()).text(operator.name());
            out.uint(operator.roles().stream().mapToInt(Role::bit).sum());
            out.uint(operator.expiresMillis());
            out.array(5).uint(verifier.memoryKib()).uint(verifier.passes()).uint(verifier.lanes());
            out.bytes(verifier.salt()).bytes(verifier.hash());
        }
        byte[] cbor = out.toByteArray();
        byte[] bytes = new byte[cbor.length + 1];
        bytes[0] = 1;
        System.arraycopy(cbor, 0, bytes, 1, cbor.length);
        return bytes;
    }

    /// @throws MalformedException naming the field that is not as SPEC.md §6.3 says
    public static Operators decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != 1) {
            throw new MalformedException("operators.version", "1", "another");
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        List<Operator> operators = new ArrayList<>();
        in.map(
                "operators",
                1,
                key -> {
                    if (key != 1) {
                        throw CborReader.unknownKey("operators", key);
                    }
                    int count = in.array("operators.accounts", MAX_OPERATORS);
                    Set<String> logins = new HashSet<>();
                    for (int i = 0; i < count; i++) {
                        String field = "operators.accounts[" + i + "]";
                        Operator operator = operator(in, field);
                        if (!logins.add(operator.login())) {
                            throw new MalformedException(
                                    field + ".login", "each login once", "one again");
                        }
                        operators.add(operator);
                    }
                });
        in.end("operators");
        if (operators.isEmpty()) {
            // It would lock every lane of every post.
            throw new MalformedException("operators.accounts", "at least one", "none");
        }
        return new Operators(operators);
    }

    private static Operator operator(CborReader in, String field) throws MalformedException {
        if (in.array(field, 5) != 5) {
            throw new MalformedException(field, "an array of 5 items", "fewer");
        }
        String login = in.text(field + ".login", MAX_LOGIN);
        if (!login.matches("[a-z][a-z0-9._-]*")) {
            throw new MalformedException(
                    field + ".login", "a-z, digits, '.', '_' and '-'", "another character");
        }
        String name = in.text(field + ".name", MAX_NAME);
        if (!name.matches("[\\p{L}\\p{M}\\p{N} .,'’()-]+") || name.isBlank()) {
            throw new MalformedException(
                    field + ".name", "letters, digits and what stands between names", "another");
        }
        return new Operator(
                login,
                name,
                roles(in.uint(field + ".roles", 7), field),
                in.uint(field + ".expires", Long.MAX_VALUE),
                verifier(in, field + ".verifier"));
    }

    private static Set<Role> roles(long bits, String field) throws MalformedException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if ((bits & role.bit()) != 0) {
                roles.add(role);
            }
        }
        if (roles.isEmpty()) {
            throw new MalformedException(field + ".roles", "at least one of 1, 2 and 4", "none");
        }
        return roles;
    }

    private static Verifier verifier(CborReader in, String field) throws MalformedException {
        if (in.array(field, 5) != 5) {
            throw new MalformedException(field, "an array of 5 items", "fewer");
        }
        return new Verifier(
                between(in, field + ".memory", Verifier.LEAST_MEMORY_KIB, Verifier.MOST_MEMORY_KIB),
                between(in, field + ".passes", 1, Verifier.MOST_PASSES),
                between(in, field + ".lanes", 1, Verifier.MOST_LANES),
                in.exactly(field + ".salt", Verifier.SALT_BYTES),
                in.exactly(field + ".hash", Verifier.HASH_BYTES));
    }

    private static int between(CborReader in, String field, int least, int most)
            throws MalformedException {
        int value = (int) in.uint(field, most);
        if (value < least) {
            throw new MalformedException(field, least + " to " + most, "" + value);
        }
        return value;
    }
}
