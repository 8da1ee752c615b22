package org.forpost.sim.document;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ISO9796d2Signer;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.jspecify.annotations.Nullable;

/// A passport's chip: one command in, one answer out (Doc 9303 parts 10 and 11).
///
/// | state | how it is reached | what it allows |
/// |---|---|---|
/// | plain | power, reset | EF.CardAccess, GET CHALLENGE, PACE, SELECT of the application |
/// | open | BAC or PACE | every file but the protected ones, under secure messaging |
/// | authenticated | chip authentication | the same, under new keys |
///
/// A broken checksum leads back to plain.
public final class Chip implements Card {
    /// Direct convention, T=1 made up by a PC/SC reader (part 3 section 3.1.3.2.3 of the PC/SC
    /// specification); historical bytes: capabilities with chaining and extended lengths.
    private static final byte[] ANSWER_TO_RESET =
            withCheck(0x3B, 0x86, 0x80, 0x01, 0x80, 0x73, 0x00, 0x21, 0xC0, 0x80);

    private static final byte[] APPLICATION = {(byte) 0xA0, 0, 0, 2, 0x47, 0x10, 1};
    private static final int CARD_ACCESS = 0x011C;

    /// Under secure messaging an answer of 256 bytes has room for this much data.
    private static final int MOST_SECURED = 223;

    /// As large as the buffers of real chips.
    private static final int MOST_EXTENDED = 4_096;

    private final Passport passport;
    private final SecureRandom random;
    private @Nullable SecureMessaging messaging;
    private @Nullable SecureMessaging next;
    private @Nullable Pace pace;
    private boolean forChipAuthentication;
    private boolean application;
    private final Set<Integer> opened = new TreeSet<>();
    private int selected;
    private byte[] challenge = new byte[0];

    /// Makes a chip that lies on no reader yet.
    public Chip(Passport passport, SecureRandom random) {
        this.passport = passport;
        this.random = random;
    }

    private static byte[] withCheck(int... bytes) {
        byte[] atr = new byte[bytes.length + 1];
        for (int i = 0; i < bytes.length; i++) {
            atr[i] = (byte) bytes[i];
            if (i > 0) {
                atr[bytes.length] ^= (byte) bytes[i];
            }
        }
        return atr;
    }

    /// Identifiers of the files of which a terminal has read since the chip was made: 0x0102 is
    /// DG2.
    public Set<Integer> opened() {
        return Set.copyOf(opened);
    }

    @Override
    public byte[] answerToReset() {
        return ANSWER_TO_RESET.clone();
    }

    @Override
    public void reset() {
        messaging = null;
        next = null;
        pace = null;
        forChipAuthentication = false;
        application = false;
        selected = 0;
        challenge = new byte[0];
    }

    @Override
    public byte[] answer(byte[] bytes) {
        SecureMessaging session = messaging;
        Command command;
        try {
            command = Command.parse(bytes);
            if (session != null && command.secured()) {
                command = session.open(command);
            } else if (session != null) {
                // A plain command ends the session (part 11 section 9.8.1).
                reset();
                session = null;
            } else if (command.secured()) {
                throw new BadCommand(BadCommand.BAD_MESSAGING);
            }
        } catch (BadCommand e) {
            reset();
            return status(e.statusWord());
        }
        byte[] data = new byte[0];
        int statusWord = 0x9000;
        try {
            data = act(command, session != null);
        } catch (BadCommand e) {
            statusWord = e.statusWord();
        }
        byte[] answer =
                session == null
                        ? Tlv.join(data, status(statusWord))
                        : session.close(command, data, statusWord);
        if (next != null) {
            messaging = next;
            next = null;
        }
        return answer;
    }

    private static byte[] status(int word) {
        return new byte[] {(byte) (word >> 8), (byte) word};
    }

    private byte[] act(Command command, boolean open) throws BadCommand {
        return switch (command.ins()) {
            case 0xA4 -> select(command, open);
            case 0xB0, 0xB1 -> read(command, open);
            case 0x84 -> challenge(command);
            case 0x82 -> authenticate(command);
            case 0x22 -> prepare(command, open);
            case 0x86 -> agree(command);
            case 0x88 -> prove(command, open);
            default -> throw new BadCommand(BadCommand.UNKNOWN_INS);
        };
    }

    private byte[] select(Command command, boolean open) throws BadCommand {
        switch (command.p1()) {
            case 0x04 -> {
                if (!Arrays.equals(command.data(), APPLICATION)) {
                    throw new BadCommand(BadCommand.NO_FILE);
                }
                application = true;
                selected = 0;
            }
            case 0x02 -> {
                if (command.data().length != 2) {
                    throw new BadCommand(BadCommand.WRONG_DATA);
                }
                int file = (command.data()[0] & 0xFF) << 8 | (command.data()[1] & 0xFF);
                file(file, open);
                selected = file;
            }
            case 0x00 -> selected = 0;
            default -> throw new BadCommand(0x6A86);
        }
        return new byte[0];
    }

    private byte[] file(int identifier, boolean open) throws BadCommand {
        if (identifier != CARD_ACCESS && !open) {
            throw new BadCommand(BadCommand.SECURITY_STATUS);
        }
        byte[] content = passport.files().get(identifier);
        if (content == null || (identifier != CARD_ACCESS && !application)) {
            throw new BadCommand(BadCommand.NO_FILE);
        }
        if (passport.protectedFiles().contains(identifier)) {
            throw new BadCommand(BadCommand.SECURITY_STATUS);
        }
        return content;
    }

    private byte[] read(Command command, boolean open) throws BadCommand {
        boolean odd = command.ins() == 0xB1;
        int offset;
        if (odd) {
            byte[] digits = Tlv.parse(command.data()).get(0x54);
            if (digits == null || digits.length > 3) {
                throw new BadCommand(BadCommand.WRONG_DATA);
            }
            offset = new BigInteger(1, digits).intValue();
            if (command.p1p2() != 0) {
                selected = byShortName(command.p2() & 0x1F);
            }
        } else if ((command.p1() & 0x80) != 0) {
            selected = byShortName(command.p1() & 0x1F);
            offset = command.p2();
        } else {
            offset = command.p1p2();
        }
        if (selected == 0) {
            throw new BadCommand(0x6986);
        }
        byte[] content = file(selected, open);
        opened.add(selected);
        if (offset >= content.length) {
            throw new BadCommand(BadCommand.WRONG_OFFSET);
        }
        int room = command.extended() ? MOST_EXTENDED : open ? MOST_SECURED : 256;
        int wanted = Math.min(command.wanted(), room) - (odd ? 4 : 0);
        int most = Math.min(wanted, passport.mostPerRead());
        byte[] part =
                Arrays.copyOfRange(
                        content, offset, Math.min(content.length, offset + Math.max(1, most)));
        return odd ? Tlv.of(0x53, part) : part;
    }

    /// Part 10 table 38: a short name is the identifier's last five bits, but for EF.CardAccess.
    private int byShortName(int name) throws BadCommand {
        int file = name == 0x1C ? CARD_ACCESS : 0x0100 | name;
        if (!passport.files().containsKey(file)) {
            throw new BadCommand(BadCommand.NO_FILE);
        }
        return file;
    }

    private byte[] challenge(Command command) throws BadCommand {
        if (command.wanted() < 8) {
            throw new BadCommand(BadCommand.WRONG_LENGTH);
        }
        challenge = new byte[8];
        random.nextBytes(challenge);
        return challenge.clone();
    }

    /// Basic access control (part 11 section 4.3.3).
    private byte[] authenticate(Command command) throws BadCommand {
        byte[] data = command.data();
        if (!passport.bac() || !application) {
            throw new BadCommand(BadCommand.UNKNOWN_INS);
        }
        if (challenge.length != 8 || data.length != 40) {
            throw new BadCommand(BadCommand.CONDITIONS);
        }
        SessionCipher cipher = SessionCipher.TRIPLE_DES;
        byte[] seed = Arrays.copyOf(digest(passport.secret()), 16);
        byte[] encryptionKey = cipher.key(seed, 1);
        byte[] checksumKey = cipher.key(seed, 2);
        byte[] sealed = Arrays.copyOf(data, 32);
        byte[] sum = Arrays.copyOfRange(data, 32, 40);
        byte[] open = cipher.decrypt(encryptionKey, new byte[8], sealed);
        boolean right =
                MessageDigest.isEqual(cipher.mac(checksumKey, cipher.pad(sealed)), sum)
                        && MessageDigest.isEqual(Arrays.copyOfRange(open, 8, 16), challenge);
        byte[] used = challenge;
        challenge = new byte[0];
        if (!right) {
            throw new BadCommand(BadCommand.AUTHENTICATION_FAILED);
        }
        byte[] theirNonce = Arrays.copyOf(open, 8);
        byte[] ownKey = new byte[16];
        random.nextBytes(ownKey);
        byte[] answer =
                cipher.encrypt(encryptionKey, new byte[8], Tlv.join(used, theirNonce, ownKey));
        byte[] secret = new byte[16];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (open[16 + i] ^ ownKey[i]);
        }
        byte[] counter =
                Tlv.join(Arrays.copyOfRange(used, 4, 8), Arrays.copyOfRange(theirNonce, 4, 8));
        next = new SecureMessaging(cipher, secret, counter);
        return Tlv.join(answer, cipher.mac(checksumKey, cipher.pad(answer)));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-1")
                    .digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /// MANAGE SECURITY ENVIRONMENT: what the next commands are about.
    private byte[] prepare(Command command, boolean open) throws BadCommand {
        Map<Integer, byte[]> objects = Tlv.parse(command.data());
        switch (command.p1p2()) {
            case 0xC1A4 -> {
                SessionCipher cipher = passport.pace();
                if (cipher == null || !Arrays.equals(objects.get(0x80), Pace.protocol(cipher))) {
                    throw new BadCommand(BadCommand.WRONG_DATA);
                }
                pace = new Pace(cipher, password(objects.get(0x83)), random);
                forChipAuthentication = false;
            }
            case 0x41A4 -> {
                chipKey(open, passport.chipCipher() != SessionCipher.TRIPLE_DES);
                forChipAuthentication = true;
                pace = null;
            }
            case 0x41A6 -> {
                chipKey(open, passport.chipCipher() == SessionCipher.TRIPLE_DES);
                byte[] theirs = objects.get(0x91);
                if (theirs == null) {
                    throw new BadCommand(BadCommand.WRONG_DATA);
                }
                authenticateChip(theirs);
            }
            default -> throw new BadCommand(0x6A86);
        }
        return new byte[0];
    }

    private byte[] password(byte @Nullable [] reference) throws BadCommand {
        int which = reference == null || reference.length != 1 ? 0 : reference[0];
        return switch (which) {
            case 1 -> digest(passport.secret());
            case 2 -> passport.can().getBytes(StandardCharsets.US_ASCII);
            default -> throw new BadCommand(0x6A88);
        };
    }

    private void chipKey(boolean open, boolean way) throws BadCommand {
        if (!open || !way || passport.chipAuthentication() == null) {
            throw new BadCommand(BadCommand.CONDITIONS);
        }
    }

    private byte[] agree(Command command) throws BadCommand {
        Pace running = pace;
        if (running != null) {
            boolean whole = false;
            try {
                byte[] answer = running.step(command.data());
                if (running.complete()) {
                    next = running.messaging();
                    pace = null;
                }
                whole = true;
                return answer;
            } finally {
                if (!whole) {
                    pace = null;
                }
            }
        }
        if (!forChipAuthentication) {
            throw new BadCommand(BadCommand.CONDITIONS);
        }
        forChipAuthentication = false;
        byte[] theirs =
                Tlv.parse(Tlv.parse(command.data()).getOrDefault(0x7C, new byte[0])).get(0x80);
        if (theirs == null) {
            throw new BadCommand(BadCommand.WRONG_DATA);
        }
        authenticateChip(theirs);
        return Tlv.of(0x7C);
    }

    /// Part 11 section 6.2: whoever has the private key gets to the same session keys.
    private void authenticateChip(byte[] theirPoint) throws BadCommand {
        if (!(passport.chipAuthentication() instanceof ECPrivateKey key)) {
            throw new BadCommand(BadCommand.CONDITIONS);
        }
        byte[] secret = Curve.x(Curve.point(theirPoint).multiply(key.getD()));
        next = SecureMessaging.fromZero(passport.chipCipher(), secret);
    }

    /// Active authentication (part 11 section 6.1): ISO/IEC 9796-2 scheme 1 with SHA-1 for RSA,
    /// plain ECDSA otherwise.
    private byte[] prove(Command command, boolean open) throws BadCommand {
        PrivateKey key = passport.activeAuthentication();
        if (!open || key == null) {
            throw new BadCommand(BadCommand.UNKNOWN_INS);
        }
        if (command.data().length != 8) {
            throw new BadCommand(BadCommand.WRONG_DATA);
        }
        try {
            if (key instanceof RSAPrivateKey rsa) {
                var signer = new ISO9796d2Signer(new RSABlindedEngine(), new SHA1Digest(), true);
                signer.init(
                        true,
                        new RSAKeyParameters(true, rsa.getModulus(), rsa.getPrivateExponent()));
                // The chip's own random part fills what the signature can carry.
                byte[] own = new byte[rsa.getModulus().bitLength() / 8 - 20 - 2];
                random.nextBytes(own);
                signer.update(own, 0, own.length);
                signer.update(command.data(), 0, command.data().length);
                return signer.generateSignature();
            }
            Signature signature = Signature.getInstance("SHA256withPLAIN-ECDSA", Curve.PROVIDER);
            signature.initSign(key, random);
            signature.update(command.data());
            return signature.sign();
        } catch (CryptoException | GeneralSecurityException e) {
            throw new IllegalStateException("the chip's own key signs", e);
        }
    }
}
