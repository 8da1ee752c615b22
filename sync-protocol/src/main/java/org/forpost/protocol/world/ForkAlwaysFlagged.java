package org.forpost.protocol.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.protocol.sync.HubAlarm;

/// When two machines have lived on from one incarnation and each has recorded something since, then
/// at rest people have been told: that it forked, that it went on after another took over from it,
/// or that two others took over from it. A hub whose disk was lost may have forgotten what it saw
/// of that incarnation: of this one it is then enough that it says that the disk was restored or
/// cloned (one took over).
final class ForkAlwaysFlagged extends Invariant {
    private final Faults faults;
    private final List<SimPost.Copy> cloned = new ArrayList<>();
    private final Set<String> flagged = new HashSet<>();
    private final Set<String> takenOver = new HashSet<>();

    ForkAlwaysFlagged(Truth truth, Faults faults) {
        super(truth);
        this.faults = faults;
    }

    @Override
    void copied(SimPost post, SimPost.Copy copy) {
        if (post != copy.of()) {
            cloned.add(copy);
        }
    }

    @Override
    void hubAlarm(String node, HubAlarm alarm) {
        switch (alarm) {
            case HubAlarm.Forked forked -> flag(forked.incarnation());
            case HubAlarm.Outlived outlived -> flag(outlived.incarnation());
            case HubAlarm.TookOver tookOver -> {
                takenOver.add(hex(tookOver.follows()));
                if (tookOver.siblings().size() > 1) {
                    flag(tookOver.follows());
                }
            }
            case HubAlarm.Quarantined _, HubAlarm.Refused _, HubAlarm.TooManyIncarnations _ -> {}
        }
    }

    private void flag(byte[] incarnation) {
        if (flagged.add(hex(incarnation))) {
            faults.count(Fault.FORK_FLAGGED);
        }
    }

    @Override
    void rest(World world) {
        for (SimPost.Copy copy : cloned) {
            String incarnation = copy.incarnations().getLast();
            long living =
                    world.posts().stream()
                            .map(post -> branch(post, incarnation))
                            .filter(one -> !one.isEmpty())
                            .distinct()
                            .count();
            if (living > 1) {
                faults.count(Fault.HISTORY_DIVERGED);
                boolean told =
                        flagged.contains(incarnation)
                                || (truth.wentBack(incarnation) && takenOver.contains(incarnation));
                if (!told) {
                    throw broken(
                            living
                                    + " branches go on from "
                                    + incarnation
                                    + ", and nobody was told");
                }
            }
        }
    }

    /// How a machine went on from an incarnation: by another one, or in it and by itself; empty
    /// when it never had it.
    private static String branch(SimPost post, String incarnation) {
        List<String> all = post.incarnations();
        int place = all.indexOf(incarnation);
        if (place < 0) {
            return "";
        }
        return place + 1 < all.size() ? all.get(place + 1) : post.label();
    }
}
