package org.forpost.edge.device.pcsc;

import java.util.Locale;

/// A call of PC/SC that did not succeed.
final class PcscException extends Exception {
    private static final long serialVersionUID = 1;

    static final long CANCELLED = 0x80100002L;
    static final long INVALID_HANDLE = 0x80100003L;
    static final long UNKNOWN_READER = 0x80100009L;
    static final long TIMEOUT = 0x8010000AL;
    static final long SHARING_VIOLATION = 0x8010000BL;
    static final long NO_SMARTCARD = 0x8010000CL;
    static final long READER_UNAVAILABLE = 0x80100017L;
    static final long NO_SERVICE = 0x8010001DL;
    static final long SERVICE_STOPPED = 0x8010001EL;
    static final long NO_READERS = 0x8010002EL;

    private final long code;

    PcscException(String function, long code) {
        super(String.format(Locale.ROOT, "%s: 0x%08X", function, code), null, false, false);
        this.code = code;
    }

    /// As in `pcsclite.h`.
    long code() {
        return code;
    }

    /// Whether a chip may lie there and only cannot be had now.
    boolean passing() {
        return code == SHARING_VIOLATION || code == TIMEOUT;
    }
}
