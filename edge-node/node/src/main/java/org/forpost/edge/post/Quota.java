package org.forpost.edge.post;

import java.util.function.LongSupplier;

/// How much of one peer is dealt with: so many messages and bytes a second, after a burst of some
/// seconds' worth. What is beyond that waits where it came from, since nobody reads it: a lane that
/// is broken or means ill costs the others this much and no more. Safe for several threads.
public final class Quota {
    private final double messagesPerMilli;
    private final double bytesPerMilli;
    private final double mostMessages;
    private final double mostBytes;
    private final LongSupplier millis;
    private double messages;
    private double bytes;
    private long at;

    /// @param burstSeconds how many seconds' worth may come at once
    /// @param millis monotonic
    public Quota(int messagesPerSecond, int bytesPerSecond, int burstSeconds, LongSupplier millis) {
        this.messagesPerMilli = messagesPerSecond / 1000.0;
        this.bytesPerMilli = bytesPerSecond / 1000.0;
        this.mostMessages = (double) messagesPerSecond * burstSeconds;
        this.mostBytes = (double) bytesPerSecond * burstSeconds;
        this.millis = millis;
        this.messages = mostMessages;
        this.bytes = mostBytes;
        this.at = millis.getAsLong();
    }

    /// Counts a message.
    ///
    /// @return how many milliseconds it is to wait before it is dealt with
    public synchronized long delay(int size) {
        long now = millis.getAsLong();
        messages = Math.min(mostMessages, messages + (now - at) * messagesPerMilli) - 1;
        bytes = Math.min(mostBytes, bytes + (now - at) * bytesPerMilli) - size;
        at = now;
        double late = Math.max(-messages / messagesPerMilli, -bytes / bytesPerMilli);
        return Math.max(0, (long) Math.ceil(late));
    }
}
