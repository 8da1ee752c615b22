package org.forpost.protocol.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Argon2id;
import org.forpost.protocol.release.Operators.Operator;
import org.forpost.protocol.release.Operators.Verifier;
import org.junit.jupiter.api.Test;

/// A signed release is believed for who it comes from, and still must not hurt a lane.
class OperatorsTest {
    private static final Operator GOOD =
            new Operator(
                    "petrov",
                    "Пётр О’Нил-Петров (2)",
                    Set.of(Operators.Role.OFFICER),
                    1_795_259_200_000L,
                    new Verifier(8_192, 1, 4, new byte[16], new byte[32]));

    private static String refused(UnaryOperator<Operator> spoilt) {
        byte[] bytes = new Operators(List.of(spoilt.apply(GOOD))).encode();
        return assertThrows(MalformedException.class, () -> Operators.decode(bytes)).field();
    }

    private static Operator with(Verifier verifier) {
        return new Operator(
                GOOD.login(), GOOD.name(), GOOD.roles(), GOOD.expiresMillis(), verifier);
    }

    private static String refused(int memory, int passes, int lanes, int salt, int hash) {
        return refused(
                one -> with(new Verifier(memory, passes, lanes, new byte[salt], new byte[hash])));
    }

    @Test
    void parametersThatWouldTakeALanesMemoryOrMinutesAreRefused() throws Exception {
        byte[] good = new Operators(List.of(GOOD)).encode();
        assertEquals(GOOD.name(), Operators.decode(good).operators().getFirst().name());
        String verifier = "operators.accounts[0].verifier";
        assertEquals(verifier + ".memory", refused(65_537, 1, 1, 16, 32));
        assertEquals(verifier + ".memory", refused(8_191, 1, 1, 16, 32));
        assertEquals(verifier + ".passes", refused(8_192, 11, 1, 16, 32));
        assertEquals(verifier + ".passes", refused(8_192, 0, 1, 16, 32));
        assertEquals(verifier + ".lanes", refused(8_192, 1, 5, 16, 32));
        assertEquals(verifier + ".salt", refused(8_192, 1, 1, 8, 32));
        assertEquals(verifier + ".hash", refused(8_192, 1, 1, 16, 64));
    }

    @Test
    void namesAndRolesAreWhatAPageCanShow() {
        assertEquals(
                "operators.accounts[0].login",
                refused(one -> new Operator("Petrov", "P", one.roles(), 1, one.verifier())));
        assertEquals(
                "operators.accounts[0].name",
                refused(one -> new Operator("p", "<b>P</b>", one.roles(), 1, one.verifier())));
        assertEquals(
                "operators.accounts[0].name",
                refused(one -> new Operator("p", "P\u202eP", one.roles(), 1, one.verifier())));
        assertEquals(
                "operators.accounts[0].roles",
                refused(one -> new Operator("p", "P", Set.of(), 1, one.verifier())));
    }

    @Test
    void nobodyTwiceAndNotNobody() {
        byte[] twice = new Operators(List.of(GOOD, GOOD)).encode();
        assertEquals(
                "operators.accounts[1].login",
                assertThrows(MalformedException.class, () -> Operators.decode(twice)).field());
        byte[] none = new Operators(List.of()).encode();
        assertThrows(MalformedException.class, () -> Operators.decode(none));
    }

    /// RFC 9106 §5.3 has a secret and associated data, which passwords here do not; this vector was
    /// made by the reference program: `printf password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l
    /// 32`.
    @Test
    void argon2idIsTheOneOfTheReferenceProgram() {
        assertEquals(
                "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
                HexFormat.of()
                        .formatHex(
                                Argon2id.hash(
                                        "password",
                                        "somesalt".getBytes(StandardCharsets.US_ASCII),
                                        65_536,
                                        2,
                                        1)));
    }

    @Test
    void aPasswordIsTheSameOnEveryKeyboard() {
        Verifier verifier = Verifier.of("й-пароль", new byte[16], 8_192, 1);
        assertTrue(verifier.fits("и\u0306-пароль"));
        assertFalse(verifier.fits("и-пароль"));
    }
}
