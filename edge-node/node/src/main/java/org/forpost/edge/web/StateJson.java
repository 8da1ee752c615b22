package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.LaneDevices;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.post.Custody;
import org.forpost.edge.post.PostStanding;
import org.forpost.edge.rung.Rungs;
import org.forpost.edge.store.Written;
import org.forpost.edge.uplink.Uplink;
import org.forpost.edge.watchlist.Standing;
import org.forpost.edge.watchlist.Watchlist;
import org.jspecify.annotations.Nullable;

/// How the lane stands, as the page reads it.
///
/// @param name of the node, its post and its lane
/// @param link to the hub, this lane's own or through another lane
/// @param peers how it stands among its peers; gives null where it stands alone
public record StateJson(
        Name name,
        LaneDevices devices,
        Supplier<Uplink.Link> link,
        Watchlist watchlist,
        Written written,
        Lane lane,
        Rungs rungs,
        InstantSource clock,
        Supplier<@Nullable PostStanding> peers) {

    /// @param lane its number at the post
    public record Name(String node, String post, int lane) {}

    JsonObject now() {
        Written.Tally tally = written.tally();
        Uplink.Link line = link.get();
        return new JsonObject()
                .put("node", name.node())
                .put("post", name.post())
                .put("lane", name.lane())
                .put("devices", devicesNow())
                .put(
                        "link",
                        new JsonObject()
                                .put("state", line.up() ? "up" : "down")
                                .put("through", line.through() == 0 ? null : line.through())
                                .put("since", line.since().toString()))
                .put("watchlist", watchlistNow())
                .put("rungs", RungJson.of(rungs.now()))
                .put(
                        "backlog",
                        new JsonObject()
                                .put("records", tally.backlog().stream().mapToLong(n -> n).sum())
                                .put("byPriority", new JsonArray(tally.backlog())))
                .put("recorded", tally.recorded())
                .put("rules", lane.rules().spoken())
                .put("chip", ChipJson.standing(lane.chips()))
                .put("peers", peersNow())
                .put("secondLine", DeskApi.standing(lane))
                .put(
                        "crossing",
                        lane.crossing()
                                .map(CrossingJson::of)
                                .map(json -> json.put("singly", lane.singly()))
                                .orElse(null));
    }

    /// Null where this lane stands alone.
    private @Nullable JsonObject peersNow() {
        PostStanding standing = peers.get();
        if (standing == null) {
            return null;
        }
        JsonArray others = new JsonArray();
        for (Custody.Holder one : standing.peers()) {
            others.add(
                    new JsonObject()
                            .put("node", one.node())
                            .put("lane", one.lane())
                            .put("connected", one.connected())
                            .put("full", one.full()));
        }
        JsonArray last = new JsonArray();
        for (PostStanding.Last one : standing.last()) {
            last.add(
                    new JsonObject()
                            .put("priority", spelled(one.priority()))
                            .put("number", one.number())
                            .put("heldBy", one.heldBy()));
        }
        JsonArray kept = new JsonArray();
        for (PostStanding.Kept one : standing.kept()) {
            kept.add(
                    new JsonObject()
                            .put("node", one.node())
                            .put("envelopes", one.envelopes())
                            .put("unreceipted", one.unreceipted())
                            .put("bytes", one.bytes())
                            .put("share", one.share()));
        }
        return new JsonObject()
                .put("lanes", new JsonArray(List.copyOf(standing.lanes())))
                .put("others", others)
                .put(
                        "carrier",
                        new JsonObject()
                                .put("lane", standing.carrier().lane())
                                .put("up", standing.carrier().up()))
                .put("releases", releases(standing))
                .put("lastRecorded", last)
                .put("kept", kept);
    }

    /// By node and role; a lane that has not said so is left out.
    private static JsonObject releases(PostStanding standing) {
        JsonObject all = new JsonObject();
        standing.releases()
                .forEach((node, numbers) -> {
                    JsonObject json = new JsonObject();
                    numbers.forEach((role, number) -> json.put(spelled(role), number));
                    all.put(node, json);
                });
        return all;
    }

    private JsonArray devicesNow() {
        JsonArray all = new JsonArray();
        for (DeviceStatus device : devices.statuses()) {
            all.add(
                    new JsonObject()
                            .put("id", device.name())
                            .put(
                                    "kind",
                                    switch (device.kind()) {
                                        case FACE_CAMERA -> "face";
                                        case FINGER_SCANNER -> "finger";
                                        case DOCUMENT_READER -> "document";
                                    })
                            .put(
                                    "state",
                                    switch (device.state()) {
                                        case READY, BUSY -> "ready";
                                        case ABSENT -> "absent";
                                        case FAULT -> "fault";
                                    })
                            .put("message", device.message()));
        }
        return all;
    }

    private JsonObject watchlistNow() {
        Standing standing = watchlist.standing();
        Instant issued = standing.issued();
        return new JsonObject()
                .put("number", standing.number())
                .put("issuedAt", issued == null ? null : issued.toString())
                .put(
                        "ageSeconds",
                        issued == null
                                ? null
                                : Math.max(
                                        0, Duration.between(issued, clock.instant()).toSeconds()))
                .put("nominals", standing.nominals())
                .put("message", standing.message());
    }

    /// Words for constants, as this package spells them.
    static JsonArray spelledAll(List<? extends Enum<?>> constants) {
        JsonArray words = new JsonArray();
        constants.forEach(constant -> words.add(spelled(constant)));
        return words;
    }
}
