package org.forpost.edge.document.jmrtd;

import java.time.Duration;
import java.util.function.LongSupplier;
import net.sf.scuba.smartcards.CardService;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;
import org.forpost.edge.device.CardReader.CardLink;
import org.forpost.edge.device.CardReader.CardLostException;
import org.forpost.edge.document.ChipReason;
import org.jspecify.annotations.Nullable;

/// A chip as JMRTD talks to it, and no further than the limits allow. After the first break every
/// exchange fails at once, so that no loop inside of JMRTD goes on.
final class BoundedCard extends CardService {
    private static final long serialVersionUID = 1;

    /// Bits of the class byte that say secure messaging (ISO/IEC 7816-4 section 5.4.1).
    private static final int SECURED = 0x0C;

    private static final int GENERAL_AUTHENTICATE = 0x86;

    private final transient CardLink link;
    private final transient ChipLimits limits;
    private final transient LongSupplier nanos;
    private final long begun;
    private int exchanges;
    private int bytes;
    private @Nullable ChipReason broken;
    private transient @Nullable InterruptedException interrupted;

    BoundedCard(CardLink link, ChipLimits limits, LongSupplier nanos) {
        this.link = link;
        this.limits = limits;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    @Override
    public ResponseAPDU transmit(CommandAPDU command) throws CardServiceException {
        if (broken != null) {
            throw new CardServiceException("broken off: " + broken);
        }
        Duration left = limits.whole().minus(took());
        if (!left.isPositive()) {
            throw broken(ChipReason.TOO_SLOW);
        }
        if (exchanges >= limits.exchanges() || bytes >= limits.bytes()) {
            throw broken(ChipReason.ENDLESS);
        }
        exchanges++;
        try {
            byte[] answer =
                    link.transmit(
                            command.getBytes(),
                            left.compareTo(limits.perAnswer()) < 0 ? left : limits.perAnswer());
            bytes += answer.length;
            if (answer.length < 2) {
                throw broken(ChipReason.CHIP_LOST);
            }
            boolean sealed = (command.getCLA() & SECURED) != 0;
            boolean agreement = command.getINS() == GENERAL_AUTHENTICATE;
            if ((sealed || agreement) && !lengthsFit(answer, 0, answer.length - 2, 1)) {
                throw broken(ChipReason.MALFORMED);
            }
            return new ResponseAPDU(answer);
        } catch (CardLostException e) {
            throw broken(e.slow() ? ChipReason.TOO_SLOW : ChipReason.CHIP_LOST);
        } catch (InterruptedException e) {
            interrupted = e;
            throw broken(ChipReason.NOT_REACHED);
        }
    }

    /// JMRTD allocates what the length of an object says before it looks at how much is there: four
    /// bytes of a chip would cost two gigabytes.
    ///
    /// @param levels of objects within objects that JMRTD takes apart
    private static boolean lengthsFit(byte[] objects, int from, int to, int levels) {
        int at = from;
        while (at < to) {
            boolean constructed = (objects[at] & 0x20) != 0 && levels > 0;
            boolean longTag = (objects[at] & 0x1F) == 0x1F;
            at++;
            while (longTag && at < to) {
                longTag = (objects[at++] & 0x80) != 0;
            }
            if (at >= to) {
                return false;
            }
            int first = objects[at++] & 0xFF;
            int more = first > 0x80 ? first - 0x80 : 0;
            if (first == 0x80 || more > 4 || more > to - at) {
                return false;
            }
            long length = more == 0 ? first : 0;
            for (int i = 0; i < more; i++) {
                length = length << 8 | (objects[at++] & 0xFF);
            }
            if (length > to - at
                    || (constructed && !lengthsFit(objects, at, at + (int) length, levels - 1))) {
                return false;
            }
            at += (int) length;
        }
        return true;
    }

    private CardServiceException broken(ChipReason reason) {
        broken = reason;
        return new CardServiceException("broken off: " + reason);
    }

    /// Why nothing more can be asked; null while all is well.
    @Nullable ChipReason broken() {
        return broken;
    }

    /// @throws InterruptedException when the reading thread was interrupted meanwhile
    void mustNotBeInterrupted() throws InterruptedException {
        InterruptedException e = interrupted;
        if (e != null) {
            throw e;
        }
    }

    int exchanges() {
        return exchanges;
    }

    int bytes() {
        return bytes;
    }

    Duration took() {
        return Duration.ofNanos(nanos.getAsLong() - begun);
    }

    @Override
    public void open() {}

    @Override
    public boolean isOpen() {
        return broken == null;
    }

    @Override
    public byte[] getATR() {
        return link.answerToReset();
    }

    @Override
    public void close() {}

    @Override
    public boolean isConnectionLost(Exception e) {
        return broken != null;
    }
}
