package org.forpost.edge.document.jmrtd;

import java.io.ByteArrayOutputStream;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;
import org.forpost.edge.document.ChipReason;
import org.jmrtd.PassportService;
import org.jmrtd.protocol.SecureMessagingWrapper;

/// Reads files from a chip, under secure messaging once there is one (ICAO Doc 9303 part 10 section
/// 3.6.3). A file's own header says how long it is, and is checked before anything more is read.
final class ChipFiles {
    /// What a group may have: two bytes of length at the most (part 10 section 3.6.3.1 reads by
    /// offsets that fit), and its header.
    static final int MOST_BYTES = 65_535;

    /// With secure messaging an answer of 256 bytes carries this much.
    private static final int PORTION = 223;

    /// For chips and readers with extended lengths; what most of both have room for.
    private static final int LARGE_PORTION = 2_048;

    /// Offsets of READ BINARY have 15 bits; beyond, its odd twin must be used.
    private static final int MOST_SHORT_OFFSET = 0x7FFF;

    private static final int WARNING_END_OF_FILE = 0x6282;
    private static final int OK = 0x9000;
    private static final int HEADER = 4;

    private final PassportService service;
    private final BoundedCard card;
    private boolean large;

    /// How far a file is.
    interface Watch {
        void at(int bytes, int of);
    }

    ChipFiles(PassportService service, BoundedCard card) {
        this.service = service;
        this.card = card;
        this.large = announcesExtendedLengths(card.getATR());
    }

    /// Historical bytes in compact TLV: tag 7, card capabilities, third byte, bit 7 (ISO/IEC 7816-4
    /// section 12.1.1.9).
    private static boolean announcesExtendedLengths(byte[] atr) {
        // 3B 8n 80 01 and n historical bytes is what PC/SC makes up for a contactless chip.
        if (atr.length < 6 || atr[0] != 0x3B || (atr[1] & 0xF0) != 0x80 || atr[4] != (byte) 0x80) {
            return false;
        }
        int end = Math.min(atr.length, 4 + (atr[1] & 0x0F));
        for (int at = 5; at < end; at += 1 + (atr[at] & 0x0F)) {
            if ((atr[at] & 0xFF) == 0x73 && at + 3 < end) {
                return (atr[at + 3] & 0x40) != 0;
            }
        }
        return false;
    }

    /// The whole file.
    ///
    /// @param identifier `0x0101` is DG1
    /// @throws ChipProblem when the chip does not give it (see its status word), when it is too
    ///   large or has no header
    byte[] read(int identifier, String name, Watch watch) throws ChipProblem, CardServiceException {
        select(identifier, name);
        var out = new ByteArrayOutputStream();
        int length = Integer.MAX_VALUE;
        while (out.size() < length) {
            byte[] part = portion(out.size(), length - out.size(), name);
            if (part.length == 0) {
                throw ChipProblem.malformed(
                        name, length + " bytes as its header says, got " + out.size());
            }
            out.writeBytes(part);
            if (length == Integer.MAX_VALUE && (out.size() >= HEADER || part.length < HEADER)) {
                length = length(out.toByteArray(), name);
            }
            watch.at(Math.min(out.size(), length), length == Integer.MAX_VALUE ? 0 : length);
        }
        byte[] whole = out.toByteArray();
        return whole.length == length ? whole : java.util.Arrays.copyOf(whole, length);
    }

    /// With its header.
    ///
    /// @return `MAX_VALUE` while too little has come
    private static int length(byte[] begin, String name) throws ChipProblem {
        if (begin.length < 2) {
            return Integer.MAX_VALUE;
        }
        int tagBytes = (begin[0] & 0x1F) == 0x1F ? 2 : 1;
        int first = begin[tagBytes] & 0xFF;
        int more = first > 0x80 ? first - 0x80 : 0;
        if (first == 0x80 || more > 4) {
            throw ChipProblem.malformed(name, "a definite length of up to 4 bytes");
        }
        if (begin.length < tagBytes + 1 + more) {
            return Integer.MAX_VALUE;
        }
        long length = more == 0 ? first : 0;
        for (int i = 1; i <= more; i++) {
            length = length << 8 | (begin[tagBytes + i] & 0xFF);
        }
        length += tagBytes + 1 + more;
        if (length > MOST_BYTES) {
            throw new ChipProblem(
                    ChipReason.TOO_LARGE,
                    name
                            + ": at most "
                            + MOST_BYTES
                            + " bytes expected, its header says "
                            + length);
        }
        return (int) length;
    }

    void select(int identifier, String name) throws ChipProblem, CardServiceException {
        byte[] file = {(byte) (identifier >> 8), (byte) identifier};
        ResponseAPDU answer = exchange(new CommandAPDU(0, 0xA4, 0x02, 0x0C, file));
        if (answer.getSW() != OK) {
            throw ChipProblem.status(name, answer.getSW());
        }
    }

    private byte[] portion(int offset, int missing, String name)
            throws ChipProblem, CardServiceException {
        if (large) {
            ResponseAPDU answer = ask(offset, Math.min(missing, LARGE_PORTION));
            if (answer.getSW() == OK || answer.getSW() == WARNING_END_OF_FILE) {
                return data(answer, offset, name);
            }
            // Announced and not kept, by the chip or by the reader between.
            large = false;
        }
        ResponseAPDU answer = ask(offset, Math.min(missing, PORTION));
        if (answer.getSW() != OK && answer.getSW() != WARNING_END_OF_FILE) {
            throw ChipProblem.status(name + " at byte " + offset, answer.getSW());
        }
        return data(answer, offset, name);
    }

    private ResponseAPDU ask(int offset, int wanted) throws CardServiceException {
        if (offset <= MOST_SHORT_OFFSET) {
            return exchange(new CommandAPDU(0, 0xB0, offset >> 8, offset & 0xFF, wanted));
        }
        byte[] where = {0x54, 2, (byte) (offset >> 8), (byte) offset};
        // The answer is an object of its own, with a header of up to four bytes.
        return exchange(new CommandAPDU(0, 0xB1, 0, 0, where, Math.min(wanted + 4, 65_535)));
    }

    private static byte[] data(ResponseAPDU answer, int offset, String name) throws ChipProblem {
        return offset <= MOST_SHORT_OFFSET || answer.getData().length == 0
                ? answer.getData()
                : new Ber(answer.getData(), name).take(0x53, "discretionary data");
    }

    /// One command, under secure messaging where there is one.
    ResponseAPDU exchange(CommandAPDU command) throws CardServiceException {
        SecureMessagingWrapper messaging = service.getWrapper();
        if (messaging == null) {
            return card.transmit(command);
        }
        ResponseAPDU sealed = card.transmit(messaging.wrap(command));
        if (sealed.getData().length == 0) {
            // A bare status word: the chip has left secure messaging, and says why.
            throw new CardServiceException("secure messaging ended by the chip", sealed.getSW());
        }
        return messaging.unwrap(sealed);
    }
}
