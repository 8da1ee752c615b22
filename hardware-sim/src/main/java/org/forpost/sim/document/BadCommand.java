package org.forpost.sim.document;

/// A command that the chip answers with an error.
final class BadCommand extends Exception {
    private static final long serialVersionUID = 1;

    static final int SECURITY_STATUS = 0x6982;
    static final int CONDITIONS = 0x6985;
    static final int WRONG_DATA = 0x6A80;
    static final int NO_FILE = 0x6A82;
    static final int WRONG_OFFSET = 0x6B00;
    static final int UNKNOWN_INS = 0x6D00;
    static final int BAD_MESSAGING = 0x6988;
    static final int WRONG_LENGTH = 0x6700;
    static final int AUTHENTICATION_FAILED = 0x6300;

    private final int statusWord;

    BadCommand(int statusWord) {
        super(Integer.toHexString(statusWord), null, false, false);
        this.statusWord = statusWord;
    }

    int statusWord() {
        return statusWord;
    }
}
