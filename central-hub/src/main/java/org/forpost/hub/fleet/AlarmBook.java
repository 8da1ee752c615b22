package org.forpost.hub.fleet;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The latest alarms, newest last, safe for use by several threads.
///
/// An alarm that repeats (a box with a foreign certificate dials every few seconds for a week) is
/// counted in its first entry, so that it can neither fill the page nor the log.
public final class AlarmBook {
    /// Several screens of a page, and a bound on what a hostile network can make the hub hold.
    static final int KEPT = 200;

    /// A detail is one line of a page.
    private static final int MAX_DETAIL_CHARS = 300;

    private static final Logger LOG = LoggerFactory.getLogger(AlarmBook.class);

    private final InstantSource clock;
    private final Deque<Alarm> alarms = new ArrayDeque<>();
    private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();
    private long lastNumber;

    public AlarmBook(InstantSource clock) {
        this.clock = clock;
    }

    /// Enters an alarm.
    public void raise(Alarm.Code code, @Nullable String node, String detail) {
        raise(code, node, detail, clock.instant());
    }

    private void raise(Alarm.Code code, @Nullable String node, String detail, Instant when) {
        Alarm entered;
        synchronized (alarms) {
            entered = enter(code, node, abridged(detail), when);
        }
        if (entered.times() == 1) {
            LOG.warn("{}: {}{}", code.key(), node == null ? "" : node + ": ", entered.detail());
        }
        listeners.forEach(listener -> listener.accept(entered));
    }

    /// Enters those of before, oldest first.
    void restore(List<Alarm> before) {
        synchronized (alarms) {
            for (Alarm one : before) {
                alarms.addLast(
                        new Alarm(
                                ++lastNumber,
                                one.code(),
                                one.node(),
                                one.detail(),
                                one.first(),
                                one.last(),
                                one.times()));
            }
        }
    }

    /// Enters what the ledger tells of after a restart, where it is not in the book already.
    public void recall(Alarm.Code code, @Nullable String node, String detail, Instant when) {
        String line = abridged(detail);
        boolean known;
        synchronized (alarms) {
            known = alarms.stream().anyMatch(one -> one.isAbout(code, node, line));
        }
        if (!known) {
            raise(code, node, line, when);
        }
    }

    private Alarm enter(Alarm.Code code, @Nullable String node, String detail, Instant now) {
        for (Alarm known : alarms) {
            if (known.isAbout(code, node, detail)) {
                var again =
                        new Alarm(
                                known.number(),
                                code,
                                node,
                                detail,
                                known.first(),
                                now,
                                Math.max(known.times(), known.times() + 1));
                alarms.remove(known);
                alarms.addLast(again);
                return again;
            }
        }
        var fresh = new Alarm(++lastNumber, code, node, detail, now, now, 1);
        alarms.addLast(fresh);
        if (alarms.size() > KEPT) {
            alarms.removeFirst();
        }
        return fresh;
    }

    private static String abridged(String detail) {
        String line = detail.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= MAX_DETAIL_CHARS
                ? line
                : line.substring(0, MAX_DETAIL_CHARS - 1) + "…";
    }

    /// The alarms kept, oldest first.
    public List<Alarm> latest() {
        synchronized (alarms) {
            return new ArrayList<>(alarms);
        }
    }

    /// Calls `listener` for every alarm from now on, on the thread that raises it.
    public void onAlarm(Consumer<Alarm> listener) {
        listeners.add(listener);
    }
}
