package org.forpost.hub.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.forpost.hub.command.HubCommand;

/// A hub and the lanes of the post Tikhaya, each on a machine of its own.
final class PostOnLan implements AutoCloseable {
    static final String PASSWORD = "a-password-of-this-test";

    private static final int HUB = 100;

    final Lan lan;
    final HubBox hub;
    final List<Lane> lanes = new ArrayList<>();

    /// Records of which a lane has said that they are on its disk, and that lane's node.
    final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private final Path folder;

    PostOnLan(Path folder) throws Exception {
        this.folder = folder;
        this.lan = new Lan();
        this.hub = new HubBox(lan.machine("hub", HUB), folder.resolve("hub"));
        hub("init", "--dir", hubFolder(), "--host", hub.machine.wan());
        Files.writeString(
                folder.resolve("operators.toml"),
                """
                [[operator]]
                login = "ivanova"
                name = "Мария Иванова"
                roles = ["officer"]
                password = "%s"
                """
                        .formatted(PASSWORD));
        hub(
                "release",
                "publish",
                "--dir",
                hubFolder(),
                "--role",
                "operators",
                folder.resolve("operators.toml").toString());
        publishWatchlist();
    }

    /// The next watchlist release, with one person in it who never comes.
    void publishWatchlist() throws Exception {
        Path nominals = folder.resolve("nominals.json");
        Files.writeString(
                nominals,
                """
                {"nominals": [{"id": "N-0001", "surname": "NOBODY", "givenNames": "NEMO",
                  "birthDate": "1970-01-01", "nationality": "UTO", "action": "Refer"}]}
                """);
        hub("release", "publish", "--dir", hubFolder(), "--watchlist", nominals.toString());
    }

    String hubFolder() {
        return folder.resolve("hub").toString();
    }

    /// A command at the hub's terminal.
    static String hub(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = HubCommand.execute(new PrintWriter(out), new PrintWriter(err), arguments);
        assertEquals(0, code, () -> String.join(" ", arguments) + ": " + err);
        return out.toString();
    }

    /// The next lane, with an identity and a cable, not configured and not started.
    Lane build() throws Exception {
        int number = lanes.size() + 1;
        Path its = Files.createDirectories(folder.resolve("lane-" + number));
        Lane lane = new Lane(this, lan.machine("lane" + number, number), its);
        hub(
                "enrol",
                "--dir",
                hubFolder(),
                "--node",
                lane.node(),
                "--post",
                "tikhaya",
                "--out",
                its.resolve("identity").toString());
        lanes.add(lane);
        return lane;
    }

    /// Waits until the hub has counted each acknowledged record, and makes sure that it has counted
    /// none twice.
    void awaitAllCountedOnce() throws Exception {
        Map<String, String> missing = new HashMap<>();
        try {
            hub.await(
                    "has all that was acknowledged",
                    () -> {
                        missing.clear();
                        missing.putAll(acknowledged);
                        missing.keySet().removeAll(hub.records().keySet());
                        return missing.isEmpty();
                    });
        } catch (AssertionError e) {
            StringBuilder told = new StringBuilder("missing " + missing + "\n" + hub.nodes());
            for (Lane lane : lanes) {
                told.append("\n").append(lane.node()).append(": ").append(lane.said());
            }
            throw new AssertionError(told.toString(), e);
        }
        hub.records()
                .forEach((record, counted) ->
                        assertEquals(1, counted.arrivals(), () -> record + " " + counted));
        assertEquals(0, hub.state().path("totals").path("countedTwice").asLong());
    }

    @Override
    public void close() {
        lan.close();
    }
}
