package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.record.Stamp;

/// Records of a machine are stamped in the order in which they were recorded, and never earlier
/// than the hub's signed time that it has heard since it started, however its wall clock jumps and
/// whatever crashed in between. (After a restart it goes on from the last stamp in its journal; on
/// another disk it begins with what that knows.)
final class TimeNeverGoesBack extends Invariant {
    private final Map<SimPost, Stamp> given = new HashMap<>();
    private final Map<SimPost, Stamp> recorded = new HashMap<>();
    private final Map<SimPost, Long> heard = new HashMap<>();

    TimeNeverGoesBack(Truth truth) {
        super(truth);
    }

    @Override
    void stamped(SimPost post, Stamp stamp) {
        Stamp before = given.get(post);
        if (before != null && !isLater(stamp, before)) {
            throw broken(post.label() + " stamps " + stamp + " after " + before);
        }
        if (stamp.wallMillis() < heard.getOrDefault(post, 0L)) {
            throw broken(
                    post.label()
                            + " stamps "
                            + stamp
                            + " and has heard the hub's time "
                            + heard.get(post));
        }
        given.put(post, stamp);
    }

    private static boolean isLater(Stamp one, Stamp other) {
        return one.wallMillis() > other.wallMillis()
                || (one.wallMillis() == other.wallMillis() && one.counter() > other.counter());
    }

    @Override
    void recorded(SimPost post, byte[] incarnation, List<Entry> entries) {
        for (Entry entry : entries) {
            Stamp stamp = SimPost.stampOf(entry.payload(), recorded.get(post));
            if (stamp != null) {
                recorded.put(post, stamp);
            }
        }
    }

    @Override
    void hubTime(SimPost post, long millis) {
        heard.merge(post, millis, Math::max);
    }

    @Override
    void reopened(SimPost post, Journal journal) {
        heard.remove(post);
        given.remove(post);
        Stamp last = recorded.get(post);
        if (last != null && !truth.wasFlipped(post)) {
            given.put(post, last);
        }
    }

    @Override
    void copied(SimPost post, SimPost.Copy copy) {
        recorded.remove(post);
    }

    @Override
    void replaced(SimPost post) {
        recorded.remove(post);
    }
}
