package org.forpost.sim.document;

import java.util.Arrays;

/// A command APDU taken apart (ISO/IEC 7816-3 section 12.1).
///
/// @param wanted Ne: most bytes of answer, 0 where none are
/// @param extended whether its lengths have two bytes
@SuppressWarnings("ArrayRecordComponent") // Lives for one exchange.
record Command(int cla, int ins, int p1, int p2, byte[] data, int wanted, boolean extended) {
    private static final int SHORT_MOST = 256;
    private static final int EXTENDED_MOST = 65_536;

    static Command parse(byte[] apdu) throws BadCommand {
        if (apdu.length < 4) {
            throw new BadCommand(BadCommand.WRONG_LENGTH);
        }
        byte[] data = new byte[0];
        int wanted = 0;
        boolean extended = apdu.length > 6 && apdu[4] == 0;
        if (apdu.length == 5) {
            wanted = orMost(apdu[4] & 0xFF, SHORT_MOST);
        } else if (apdu.length > 5 && !extended) {
            int end = 5 + (apdu[4] & 0xFF);
            if (end != apdu.length && end + 1 != apdu.length) {
                throw new BadCommand(BadCommand.WRONG_LENGTH);
            }
            data = Arrays.copyOfRange(apdu, 5, end);
            wanted = end < apdu.length ? orMost(apdu[end] & 0xFF, SHORT_MOST) : 0;
        } else if (extended && apdu.length == 7) {
            wanted = orMost(u16(apdu, 5), EXTENDED_MOST);
        } else if (extended) {
            int end = 7 + u16(apdu, 5);
            if (end != apdu.length && end + 2 != apdu.length) {
                throw new BadCommand(BadCommand.WRONG_LENGTH);
            }
            data = Arrays.copyOfRange(apdu, 7, end);
            wanted = end < apdu.length ? orMost(u16(apdu, end), EXTENDED_MOST) : 0;
        }
        return new Command(
                apdu[0] & 0xFF,
                apdu[1] & 0xFF,
                apdu[2] & 0xFF,
                apdu[3] & 0xFF,
                data,
                wanted,
                extended);
    }

    boolean secured() {
        return (cla & 0x0C) == 0x0C;
    }

    int p1p2() {
        return p1 << 8 | p2;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    private static int orMost(int length, int most) {
        return length == 0 ? most : length;
    }
}
