package org.forpost.protocol.world;

import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.sync.EdgeEvent;

/// The line between one post and the hub, and gone with all that is under way when it breaks. Now
/// and then it breaks without telling the post. In order, except on days when messages overtake
/// each other.
final class SimLink {
    /// The kind of a message that offers a release: SPEC.md §4.
    private static final byte MANIFEST = 4;

    private final Scheduler scheduler;
    private final Chance chance;
    private final Trace trace;
    private final Faults counts;
    private final Weather weather;
    private final Node post;
    private final SimHub hub;
    private final List<byte[]> retained = new ArrayList<>();
    private boolean faults = true;
    private boolean plugged = true;
    private int connection;
    private boolean up;
    private boolean hubKnows;
    private long lastUp;
    private long lastDown;

    SimLink(
            Scheduler scheduler,
            Chance chance,
            Trace trace,
            Faults counts,
            Weather weather,
            Node post,
            SimHub hub) {
        this.scheduler = scheduler;
        this.chance = chance;
        this.trace = trace;
        this.counts = counts;
        this.weather = weather;
        this.post = post;
        this.hub = hub;
    }

    Node post() {
        return post;
    }

    /// Plugs the cable in or out.
    void plug(boolean in) {
        plugged = in;
        if (!in) {
            cut();
        }
    }

    void faultsStop() {
        faults = false;
    }

    private boolean happens(int ofThousand, Fault fault) {
        boolean happens = faults && chance.ofThousand(ofThousand);
        if (happens) {
            counts.count(fault);
        }
        return happens;
    }

    private long delay() {
        return 1L + chance.below(weather.delay());
    }

    void dial() {
        int dialled = ++connection;
        scheduler.in(
                delay(),
                () -> {
                    if (dialled == connection) {
                        connect(dialled);
                    }
                });
    }

    private void connect(int dialled) {
        if (!plugged || !hub.runs() || (faults && chance.ofThousand(300))) {
            post.on(new EdgeEvent.Lost("nobody answers"));
            return;
        }
        up = true;
        lastUp = 0;
        lastDown = 0;
        hubForgets();
        hubKnows = true;
        trace.say(post.label() + " connected");
        hub.joined(this);
        post.on(new EdgeEvent.Connected());
        if (weather.broker()) {
            brokerSaysMore(dialled);
        }
        if (faults) {
            scheduler.in(
                    chance.around(weather.cutEvery()),
                    () -> {
                        if (faults && dialled == connection) {
                            cut();
                        }
                    });
        }
    }

    /// A broker gives out what it retained, and what nobody gave it.
    private void brokerSaysMore(int over) {
        if (!retained.isEmpty() && happens(200, Fault.RELEASE_REPLAYED)) {
            byte[] old = retained.get(chance.below(retained.size()));
            down(over, () -> post.on(new EdgeEvent.Arrived(old)));
        }
        if (post instanceof SimPost believer && happens(100, Fault.RECEIPT_FORGED)) {
            down(over, () -> post.on(new EdgeEvent.Arrived(believer.forgedReceipt())));
        }
    }

    /// The line breaks.
    void cut() {
        if (!up) {
            return;
        }
        counts.count(Fault.LINK_CUT);
        trace.say(post.label() + " cut");
        boolean silently = happens(400, Fault.LINK_CUT_SILENTLY);
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

    /// The post wants no more of it, or is off; whatever it was dialling is forgotten too.
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

    /// The hub's side of this connection ends: before another of the same node begins.
    void hubForgets() {
        if (hubKnows) {
            hubKnows = false;
            hub.left(this);
        }
    }

    /// The hub is gone, with all it knew of connections.
    void hubDied() {
        hubKnows = false;
        if (up) {
            cut();
        }
    }

    /// The hub has let another machine of the same name in.
    void takenOver() {
        cut();
        hubForgets();
    }

    void toHub(long ticket, byte[] message) {
        if (!up) {
            return;
        }
        hub.overhears(message);
        if (!weather.broker() && happens(weather.loss(), Fault.MESSAGE_LOST)) {
            cut();
            return;
        }
        int over = connection;
        scheduler.at(
                arrivesUp(),
                () -> {
                    if (over == connection) {
                        atHub(over, ticket, message);
                    }
                });
    }

    private void atHub(int over, long ticket, byte[] message) {
        if (weather.broker()) {
            acknowledge(over, ticket);
            if (happens(weather.loss(), Fault.BROKER_FORGOT)) {
                trace.say(post.label() + " broker forgot " + ticket);
                return;
            }
        }
        hub.arrived(this, over, ticket, message);
        if (over == connection && happens(weather.twice(), Fault.MESSAGE_TWICE)) {
            hub.arrived(this, over, ticket, message);
        }
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

    /// The same.
    void rejected(int over, long ticket, int code) {
        if (!weather.broker()) {
            down(over, () -> post.on(new EdgeEvent.Rejected(ticket, code)));
        }
    }

    void toPost(long ticket, byte[] message) {
        int over = connection;
        if (!up) {
            return;
        }
        if (weather.broker() && message[1] == MANIFEST) {
            retained.add(message);
        }
        if (weather.broker() && happens(weather.loss(), Fault.BROKER_FORGOT)) {
            hub.delivered(this, ticket);
            return;
        }
        down(over, () -> atPost(over, ticket, message));
    }

    private void atPost(int over, long ticket, byte[] message) {
        post.on(new EdgeEvent.Arrived(message));
        if (over == connection && happens(weather.twice(), Fault.MESSAGE_TWICE)) {
            post.on(new EdgeEvent.Arrived(message));
        }
        scheduler.in(
                delay(),
                () -> {
                    if (over == connection) {
                        hub.delivered(this, ticket);
                    }
                });
    }

    private void down(int over, Runnable what) {
        if (over != connection || !up) {
            return;
        }
        scheduler.at(
                arrivesDown(),
                () -> {
                    if (over == connection) {
                        what.run();
                    }
                });
    }

    private long arrivesUp() {
        long at = Math.max(lastUp, scheduler.now() + delay());
        if (happens(weather.overtaken(), Fault.MESSAGE_OVERTAKEN)) {
            return at + delay();
        }
        lastUp = at;
        return at;
    }

    private long arrivesDown() {
        long at = Math.max(lastDown, scheduler.now() + delay());
        if (happens(weather.overtaken(), Fault.MESSAGE_OVERTAKEN)) {
            return at + delay();
        }
        lastDown = at;
        return at;
    }
}
