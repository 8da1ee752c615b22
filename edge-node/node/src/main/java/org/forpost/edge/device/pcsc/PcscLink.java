package org.forpost.edge.device.pcsc;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.forpost.edge.device.CardReader.CardLink;
import org.forpost.edge.device.CardReader.CardLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One chip on a reader. All its calls are made by a thread of its own, with a context of its own:
/// a driver that hangs holds up that thread and nobody else.
final class PcscLink implements CardLink {
    private static final Logger LOG = LoggerFactory.getLogger(PcscLink.class);

    /// A contactless reader resets its field and finds the chip again; slow ones take two seconds.
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// How long closing waits for the reset; a hung driver is left behind.
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final PcscLibrary library;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("pcsc-link-", 0).factory());

    /// Owned by the thread.
    private long context;

    private PcscLibrary.Connected card = new PcscLibrary.Connected(0, 0);
    private boolean connected;

    private byte[] answerToReset = new byte[0];

    private PcscLink(PcscLibrary library) {
        this.library = library;
    }

    /// @throws CardLostException when there is no chip to connect to (any more)
    /// @throws PcscException when it cannot be had for another reason
    static PcscLink connect(PcscLibrary library, String reader)
            throws PcscException, CardLostException, InterruptedException {
        PcscLink link = new PcscLink(library);
        boolean whole = false;
        try {
            link.answerToReset = link.call(() -> link.open(reader), CONNECT);
            whole = true;
            return link;
        } finally {
            if (!whole) {
                link.close();
            }
        }
    }

    private byte[] open(String reader) throws PcscException {
        context = library.establishContext();
        card = library.connect(context, reader);
        connected = true;
        return library.answerToReset(card.handle());
    }

    @Override
    public byte[] answerToReset() {
        return answerToReset.clone();
    }

    @Override
    public byte[] transmit(byte[] command, Duration timeout)
            throws CardLostException, InterruptedException {
        try {
            return call(() -> library.transmit(card, command), timeout);
        } catch (PcscException e) {
            throw CardLostException.gone(String.valueOf(e.getMessage()));
        }
    }

    private <T> T call(Callable<T> work, Duration timeout)
            throws PcscException, CardLostException, InterruptedException {
        Future<T> future;
        try {
            future = thread.submit(work);
        } catch (RejectedExecutionException e) {
            throw CardLostException.gone("closed");
        }
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw CardLostException.silent(
                    String.format(Locale.ROOT, "no answer within %d ms", timeout.toMillis()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PcscException pcsc) {
                throw pcsc;
            }
            throw new IllegalStateException("a call of PC/SC", e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            thread.execute(this::letGo);
        } catch (RejectedExecutionException e) {
            return;
        }
        thread.shutdown();
        boolean interrupted = false;
        try {
            if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the reader's driver hangs; its call is left behind");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void letGo() {
        try {
            if (connected) {
                library.disconnect(card.handle());
            }
        } catch (PcscException e) {
            LOG.debug("the chip is gone already: {}", e.getMessage());
        }
        try {
            if (context != 0) {
                library.releaseContext(context);
            }
        } catch (PcscException e) {
            LOG.debug("pcscd is gone already: {}", e.getMessage());
        }
    }
}
