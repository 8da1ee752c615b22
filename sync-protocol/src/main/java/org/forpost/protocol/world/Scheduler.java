package org.forpost.protocol.world;

import java.util.PriorityQueue;

/// What happens when, in a world that has one thread and no clock but this.
final class Scheduler {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;
    private long order;
    private long events;

    private record Due(long at, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /// Milliseconds since the world began.
    long now() {
        return now;
    }

    void in(long millis, Runnable what) {
        at(now + millis, what);
    }

    void at(long millis, Runnable what) {
        queue.add(new Due(Math.max(now, millis), order++, what));
    }

    /// How much has happened.
    long events() {
        return events;
    }

    /// @return whether anything was left to happen
    boolean step() {
        Due due = queue.poll();
        if (due == null) {
            return false;
        }
        now = due.at();
        events++;
        due.what().run();
        return true;
    }
}
