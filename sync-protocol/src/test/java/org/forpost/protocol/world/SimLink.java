package org.forpost.protocol.world;

import java.util.Random;
import org.forpost.protocol.sync.EdgeEvent;

/// The line between one post and the hub: in order while it holds, and gone with all that is under
/// way when it breaks. Now and then it breaks without telling the post.
final class SimLink {
    private final Scheduler scheduler;
    private final Random random;
    private final Trace trace;
    private final Weather weather;
    private final SimPost post;
    private final SimHub hub;
    private boolean faults = true;
    private int connection;
    private boolean up;
    private boolean hubKnows;
    private long lastUp;
    private long lastDown;

    SimLink(
            Scheduler scheduler,
            Random random,
            Trace trace,
            Weather weather,
            SimPost post,
            SimHub hub) {
        this.scheduler = scheduler;
        this.random = random;
        this.trace = trace;
        this.weather = weather;
        this.post = post;
        this.hub = hub;
    }

    void faultsStop() {
        faults = false;
    }

    private boolean happens(int ofThousand) {
        return faults && random.nextInt(1000) < ofThousand;
    }

    private long delay() {
        return 1L + random.nextInt(weather.delay());
    }

    void dial() {
        int dialled = ++connection;
        scheduler.in(
                delay(),
                () -> {
                    if (dialled != connection) {
                        return;
                    }
                    if (!hub.runs() || happens(300)) {
                        post.on(new EdgeEvent.Lost("nobody answers"));
                        return;
                    }
                    up = true;
                    lastUp = 0;
                    lastDown = 0;
                    hubForgets();
                    hubKnows = true;
                    trace.say(post.name() + " connected");
                    hub.joined(this);
                    post.on(new EdgeEvent.Connected());
                    if (faults) {
                        scheduler.in(
                                1 + (long) (random.nextDouble() * 2 * weather.cutEvery()),
                                () -> {
                                    if (faults && dialled == connection) {
                                        cut();
                                    }
                                });
                    }
                });
    }

    /// The line breaks.
    void cut() {
        if (!up) {
            return;
        }
        trace.say(post.name() + " cut");
        boolean silently = happens(400);
        drop();
        if (!silently) {
            int gone = connection;
            scheduler.in(
                    delay(),
                    () -> {
                        if (gone == connection) {
                            post.on(new EdgeEvent.Lost("reset"));
                        }
                    });
        }
    }

    /// The post wants no more of it.
    void hangUp() {
        drop();
    }

    private void drop() {
        up = false;
        connection++;
        int gone = connection;
        scheduler.in(
                delay(),
                () -> {
                    if (gone == connection) {
                        hubForgets();
                    }
                });
    }

    private void hubForgets() {
        if (hubKnows) {
            hubKnows = false;
            hub.left(post.name());
        }
    }

    /// The hub is gone, with all it knew of connections.
    void hubDied() {
        hubKnows = false;
        if (up) {
            cut();
        }
    }

    void toHub(long ticket, byte[] message) {
        if (!up) {
            return;
        }
        if (!weather.broker() && happens(weather.loss())) {
            cut();
            return;
        }
        int over = connection;
        lastUp = Math.max(lastUp, scheduler.now() + delay());
        scheduler.at(
                lastUp,
                () -> {
                    if (over != connection) {
                        return;
                    }
                    if (weather.broker()) {
                        acknowledge(over, ticket);
                        if (happens(weather.loss())) {
                            trace.say(post.name() + " broker forgot " + ticket);
                            return;
                        }
                    }
                    hub.arrived(this, over, ticket, message);
                    if (over == connection && happens(weather.twice())) {
                        hub.arrived(this, over, ticket, message);
                    }
                });
    }

    /// The hub's own word, which a broker does not pass on.
    void acknowledged(int over, long ticket) {
        if (!weather.broker()) {
            acknowledge(over, ticket);
        }
    }

    private void acknowledge(int over, long ticket) {
        down(over, () -> post.on(new EdgeEvent.Acknowledged(ticket)));
    }

    void rejected(int over, long ticket, int code) {
        down(over, () -> post.on(new EdgeEvent.Rejected(ticket, code)));
    }

    void toPost(long ticket, byte[] message) {
        int over = connection;
        if (!up) {
            return;
        }
        if (weather.broker() && happens(weather.loss())) {
            hub.delivered(post.name(), ticket);
            return;
        }
        down(
                over,
                () -> {
                    post.on(new EdgeEvent.Arrived(message));
                    if (over == connection && happens(weather.twice())) {
                        post.on(new EdgeEvent.Arrived(message));
                    }
                    scheduler.in(
                            delay(),
                            () -> {
                                if (over == connection) {
                                    hub.delivered(post.name(), ticket);
                                }
                            });
                });
    }

    private void down(int over, Runnable what) {
        if (over != connection || !up) {
            return;
        }
        lastDown = Math.max(lastDown, scheduler.now() + delay());
        scheduler.at(
                lastDown,
                () -> {
                    if (over == connection) {
                        what.run();
                    }
                });
    }
}
