package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.Map;
import org.forpost.protocol.record.Validity;
import org.forpost.protocol.release.Manifest;

/// A release that the hub's signed time has passed is expired at a post that has heard this time,
/// however often its clock is set back and whatever crashed since. And it is expired only if signed
/// times and the time since prove it: a clock that is set forward makes it doubtful, no more.
final class NothingExpiredIsRevived extends Invariant {
    private final Faults faults;
    private final Scheduler scheduler;
    private final Map<SimPost, Long> heard = new HashMap<>();

    /// The hub's signed time less the world's, at most: what the world's time adds to.
    private final Map<SimPost, Long> ahead = new HashMap<>();

    NothingExpiredIsRevived(Truth truth, Faults faults, Scheduler scheduler) {
        super(truth);
        this.faults = faults;
        this.scheduler = scheduler;
    }

    @Override
    void hubTime(SimPost post, long millis) {
        heard.merge(post, millis, Math::max);
        ahead.merge(post, millis - scheduler.now(), Math::max);
    }

    @Override
    void oldHubTime(SimPost post, long millis) {
        hubTime(post, millis);
    }

    @Override
    void validity(SimPost post, Manifest release, Validity validity) {
        long expires = release.expiresMillis();
        long issuedAhead = release.issuedMillis() - scheduler.now();
        ahead.merge(post, issuedAhead, Math::max);
        if (validity == Validity.EXPIRED) {
            faults.count(Fault.RELEASE_EXPIRED);
            if (ahead.getOrDefault(post, issuedAhead) + scheduler.now() <= expires) {
                throw broken(
                        post.label()
                                + " says that release "
                                + release.number()
                                + " has expired, and no signed time proves it");
            }
        } else {
            if (validity == Validity.DOUBTFUL) {
                faults.count(Fault.RELEASE_DOUBTED);
            }
            if (heard.getOrDefault(post, 0L) > expires) {
                throw broken(
                        post.label()
                                + " says that release "
                                + release.number()
                                + " holds or may hold, and has heard a later time of the hub");
            }
        }
    }

    @Override
    void copied(SimPost post, SimPost.Copy copy) {
        heard.remove(post);
        Long known = ahead.get(copy.of());
        if (known != null) {
            ahead.merge(post, known, Math::max);
        }
    }

    @Override
    void replaced(SimPost post) {
        heard.remove(post);
    }
}
