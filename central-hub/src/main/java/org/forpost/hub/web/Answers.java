package org.forpost.hub.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.forpost.hub.fleet.Alarm;
import org.forpost.hub.fleet.NodeStatus;
import org.forpost.hub.fleet.PostStatus;
import org.forpost.hub.registry.Arrival;
import org.forpost.hub.registry.Registry;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// What the API says, as JSON. Times are UTC as in RFC 3339; what does not apply is null.
final class Answers {
    private Answers() {}

    static JsonObject record(Registry.Row row) {
        Arrival arrival = row.arrival();
        JsonArray history = new JsonArray();
        if (!row.corrections().isEmpty()) {
            history.add(step(arrival));
            row.corrections().forEach(correction -> history.add(step(correction)));
        }
        return new JsonObject()
                .put("history", history)
                .put("sequence", arrival.sequence())
                .put("recordId", arrival.recordId().toString())
                .put("node", arrival.node())
                .put("incarnation", arrival.incarnation())
                .put("priority", arrival.priority())
                .put("number", arrival.number())
                .put("kind", arrival.kind().key())
                .put("arrivals", row.arrivals())
                .put("direction", arrival.direction())
                .put("outcome", arrival.outcome())
                .put("reason", arrival.reason())
                .put("officer", arrival.officer())
                .put("supervisors", arrival.supervisors())
                .put("exemption", arrival.exemption())
                .put("fingers", arrival.fingers())
                .put("face", arrival.face())
                .put("images", row.images())
                .put("hit", arrival.hit())
                .put("document", arrival.document())
                .put("nationality", arrival.nationality())
                .put("event", arrival.event())
                .put("crossing", arrival.crossing() == null ? null : arrival.crossing().toString())
                .put("recordedAt", arrival.recordedAt().toString())
                .put("arrivedAt", arrival.arrivedAt().toString())
                .put("road", arrival.road())
                .put("carrier", arrival.carrier());
    }

    /// What was written of a crossing, first or as a correction.
    private static JsonObject step(Arrival arrival) {
        return new JsonObject()
                .put("recordId", arrival.recordId().toString())
                .put("outcome", arrival.outcome())
                .put("reason", arrival.reason())
                .put("officer", arrival.officer())
                .put("supervisors", arrival.supervisors())
                .put("document", arrival.document())
                .put("recordedAt", arrival.recordedAt().toString());
    }

    static JsonObject node(NodeStatus node) {
        return new JsonObject()
                .put("node", node.node())
                .put("post", node.post())
                .put("connected", node.connected())
                .put("revoked", node.revoked())
                .put("backlog", node.backlog())
                .put("byPriority", new JsonArray(node.backlogByPriority()))
                .put("recorded", new JsonArray(node.recorded()))
                .put("receipted", new JsonArray(node.receipted()))
                .put("roads", counts(node.roads()))
                .put("carriers", carriers(node.carriers()))
                .put("release", node.release(Role.WATCHLIST))
                .put("releases", releases(node))
                .put("lastSeen", text(node.lastSeen()))
                .put("incarnation", node.incarnation());
    }

    static JsonObject post(PostStatus post) {
        var nodes = new JsonArray();
        post.nodes()
                .forEach(node ->
                        nodes.add(
                                new JsonObject()
                                        .put("node", node.node())
                                        .put("connected", node.connected())
                                        .put("revoked", node.revoked())
                                        .put("backlog", node.backlog())
                                        .put("releases", releases(node))));
        return new JsonObject()
                .put("post", post.post())
                .put("nodes", nodes)
                .put("roads", counts(post.roads()))
                .put("carriers", carriers(post.carriers()));
    }

    private static JsonObject counts(Map<String, Long> counts) {
        JsonObject said = new JsonObject();
        counts.forEach(said::put);
        return said;
    }

    private static JsonObject carriers(Map<String, SortedMap<String, Long>> carriers) {
        JsonObject said = new JsonObject();
        carriers.forEach((road, counts) -> said.put(road, counts(counts)));
        return said;
    }

    /// All four roles, by the name that `forpost release publish --role` takes.
    private static @Nullable JsonObject releases(NodeStatus node) {
        if (node.releases() == null) {
            return null;
        }
        JsonObject said = new JsonObject();
        for (Role role : Role.values()) {
            said.put(role.name().toLowerCase(Locale.ROOT), node.release(role));
        }
        return said;
    }

    static JsonObject alarm(Alarm alarm) {
        return new JsonObject()
                .put("number", alarm.number())
                .put("code", alarm.code().key())
                .put("node", alarm.node())
                .put("detail", alarm.detail())
                .put("first", alarm.first().toString())
                .put("last", alarm.last().toString())
                .put("times", alarm.times());
    }

    static JsonObject state(
            Registry.Totals totals,
            List<NodeStatus> nodes,
            List<Alarm> alarms,
            @Nullable Manifest release,
            Instant now) {
        var shown = new JsonArray();
        alarms.reversed().forEach(alarm -> shown.add(alarm(alarm)));
        return new JsonObject()
                .put("now", now.toString())
                .put("release", release == null ? null : release(release))
                .put(
                        "totals",
                        new JsonObject()
                                .put("records", totals.records())
                                .put("countedTwice", totals.countedTwice())
                                .put("crossings", totals.crossings())
                                .put("images", totals.images())
                                .put("audits", totals.audits())
                                .put("hits", totals.hits())
                                .put("nodes", nodes.size())
                                .put(
                                        "connected",
                                        nodes.stream().filter(NodeStatus::connected).count())
                                .put(
                                        "backlog",
                                        nodes.stream().mapToLong(NodeStatus::backlog).sum()))
                .put("alarms", shown);
    }

    private static JsonObject release(Manifest release) {
        return new JsonObject()
                .put("number", release.number())
                .put("issued", Instant.ofEpochMilli(release.issuedMillis()).toString())
                .put("expires", Instant.ofEpochMilli(release.expiresMillis()).toString())
                .put("bytes", release.contentBytes());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
