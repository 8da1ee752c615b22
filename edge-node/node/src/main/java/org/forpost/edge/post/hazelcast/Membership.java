package org.forpost.edge.post.hazelcast;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.forpost.edge.post.Leases;
import org.forpost.edge.post.Neighbours;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This lane's place in the cluster, taken in the background: a lane works while its member starts,
/// and where it can't start, since a peer was lost in the middle of it or does not answer. A member
/// also ends by itself, when it can't join the others after a split. Then it is tried again, and
/// until it is in no lease can be had.
public final class Membership implements Leases, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final long AGAIN_SECONDS = 5;

    private final Neighbours neighbours;
    private final Consumer<String> says;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("joins").daemon().unstarted(task));
    private @Nullable PostCluster cluster;
    private boolean closed;

    /// @param says told in one line why it could not join
    public Membership(Neighbours neighbours, Consumer<String> says) {
        this.neighbours = neighbours;
        this.says = says;
    }

    /// Begins to join.
    ///
    /// @param tried run once, when the first attempt has ended, whatever came of it
    public void start(Runnable tried) {
        thread.execute(() -> {
            try {
                look();
            } finally {
                tried.run();
            }
        });
        var _ =
                thread.scheduleWithFixedDelay(
                        this::look, AGAIN_SECONDS, AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        PostCluster now = cluster();
        if (now != null && now.isRunning()) {
            return;
        }
        try {
            PostCluster joined = PostCluster.join(neighbours);
            if (!keep(joined)) {
                joined.close();
            }
        } catch (RuntimeException e) {
            if (!isClosed()) {
                says.accept("this lane's member of the cluster does not start: " + e.getMessage());
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean keep(PostCluster joined) {
        if (!closed) {
            cluster = joined;
        }
        return !closed;
    }

    private synchronized @Nullable PostCluster cluster() {
        return cluster;
    }

    private PostCluster joined() {
        PostCluster now = cluster();
        if (now == null) {
            throw new IllegalStateException("this lane's member has not joined yet");
        }
        return now;
    }

    /// Numbers of the lanes that are in the cluster as this one sees it, its own among them.
    public SortedSet<Integer> lanes() {
        PostCluster now = cluster();
        if (now != null) {
            try {
                return now.lanes();
            } catch (HazelcastInstanceNotActiveException e) {
                LOG.debug("this lane's member has ended");
            }
        }
        return new TreeSet<>(Set.of(neighbours.lane()));
    }

    @Override
    public int lease(String name, int seconds) {
        return joined().lease(name, seconds);
    }

    @Override
    public int holder(String name) {
        return joined().holder(name);
    }

    @Override
    public void release(String name) {
        joined().release(name);
    }

    @Override
    public void close() {
        PostCluster leaving;
        synchronized (this) {
            closed = true;
            leaving = cluster;
        }
        thread.shutdownNow();
        if (leaving != null) {
            leaving.close();
        }
    }
}
