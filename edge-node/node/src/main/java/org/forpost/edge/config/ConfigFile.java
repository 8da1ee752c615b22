package org.forpost.edge.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.forpost.edge.config.EdgeConfig.Announce;
import org.forpost.edge.config.EdgeConfig.Capture;
import org.forpost.edge.config.EdgeConfig.Devices;
import org.forpost.edge.config.EdgeConfig.Hub;
import org.forpost.edge.config.EdgeConfig.Kind;
import org.forpost.edge.config.EdgeConfig.Lanes;
import org.forpost.edge.config.EdgeConfig.Libfprint;
import org.forpost.edge.config.EdgeConfig.Matching;
import org.forpost.edge.config.EdgeConfig.Peer;
import org.forpost.edge.config.EdgeConfig.Wanted;
import org.forpost.matching.face.onnx.Manifest;
import org.forpost.protocol.journal.Retention;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads `edge.toml`:
///
/// ```
/// node = "tikhaya-1"           # as in the identity
/// post = "tikhaya"
/// lane = 1
/// zone = "Asia/Yekaterinburg"  # whose date is the day of crossing; default UTC
/// data = "data"                # relative to this file
/// identity = "identity"
///
/// [web]
/// port = 8081                  # on 127.0.0.1
/// idle_minutes = 10            # without a key or a press, then the page locks
///
/// [hub]                        # left out: no uplink
/// host = "hub.example"
/// port = 8883
/// retention_days = 7           # how long receipted records can be read here; a backup of the hub
///                              # must be younger than this
///
/// [lanes]                      # left out: this lane stands alone
/// listen = "10.0.0.1"          # address on the post's LAN
/// port = 5702
/// member_port = 5701           # on 127.0.0.1, of this lane's member of the cluster
/// network = "127.77.0"         # of the members' loopback addresses; the same on all lanes, another
///                              # for each post that is tried on one machine
///
/// desk = "tikhaya-2"           # node of the lane that is the second-line desk, the same on every
///                              # lane, its own too; left out: whoever is referred goes without a case
///
/// [lanes.announce]             # left out: only the lanes below are let in. Otherwise any lane with
///                              # a certificate of this post that announces itself on the LAN
/// group = "239.255.77.1"       # the same on all lanes
/// port = 5703
///
/// [[lanes.peer]]                # each of the other lanes; with announcements there may be none
/// node = "tikhaya-2"           # as its certificate names it
/// lane = 2
/// host = "10.0.0.2"
/// port = 5702
///
/// [devices]
/// ports = [4501, 4510]         # default 4501 to 4600
/// trust = "device-ca.pem"
/// environment = "Staging"
/// patience_seconds = 30
///
/// [[devices.device]]
/// kind = "finger"              # finger or face
/// serial = "SIM-SLAP-1"        # left out: the one that is found
/// port = 4501                  # left out: looked for within 'ports'
/// quality = 40                 # least asked, 0 to 100
/// libfprint = { driver = "upektc_img", dpi = 508 }  # a scanner of single fingers, not behind SBI
///
/// [capture]
/// fingers = "slaps"            # four, four and two; or "singles"; the officer can change it
/// least_quality = 20           # of our own measure, 0 to 100, beside the device's
/// face_models = "faces.toml"   # left out: faces are not assessed; see FaceManifestFile
/// nfiq2 = "/usr/bin/nfiq2"     # left out: that program is not used
///
/// [devices.reader]             # left out: no passport reader
/// name = "OMNIKEY"             # part of its name as pcscd gives it; left out: the first one
///
/// [matching]
/// fmr = 1e-5                   # false match rate up to which a candidate is shown
/// longest_list = 5
/// ```
public final class ConfigFile {
    /// Nobody writes more by hand.
    private static final int MAX_BYTES = 64 * 1024;

    /// As the lane's quality terms say, where the reason is.
    private static final int LEAST_QUALITY = 20;

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String NAME_EXPECTED = "a name of a-z, 0-9 and '-', such as \"tikhaya-1\"";

    /// Numbers only: a post must find its lanes without a name server.
    private static final String ADDRESS = "[0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F:]{2,39}";

    private static final String ADDRESS_EXPECTED = "an IP address, such as \"10.0.0.1\"";

    /// Loopback, and not the part of it that everybody uses.
    private static final String NETWORK =
            "127[.]([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])[.]([0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5])";

    private static final String NETWORK_EXPECTED =
            "the first three numbers of a loopback network other than 127.0, such as \"127.77.0\"";

    /// Administratively scoped (RFC 2365 §6.1): no router takes them beyond the site.
    private static final String GROUP =
            "239[.]255([.]([0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5])){2}";

    private static final String GROUP_EXPECTED =
            "a multicast address of the site, 239.255.0.0 to 239.255.255.255";

    /// A post has two to eight lanes.
    private static final int MOST_PEERS = 7;

    private static final String ENVIRONMENT = "Staging|Developer|Pre-Production|Production";

    private final Path base;

    private ConfigFile(Path base) {
        this.base = base;
    }

    /// @throws BadConfigException in one line that names the file, the key and what was expected
    public static EdgeConfig read(Path file) throws BadConfigException {
        String text = text(file);
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        try {
            return new ConfigFile(parent == null ? absolute : parent).parse(text);
        } catch (BadConfigException e) {
            throw new BadConfigException(file + ": " + e.getMessage());
        }
    }

    private static String text(Path file) throws BadConfigException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new BadConfigException(
                        file + ": expected a configuration of at most " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadConfigException(
                    file + " is not there: write it, or name another with --config");
        } catch (IOException e) {
            throw new BadConfigException(file + " cannot be read: " + e.getMessage());
        }
    }

    private EdgeConfig parse(String text) throws BadConfigException {
        Table top = new Table("", parsed(text));
        Table web = required(top, "web");
        int lane = top.number("lane", 1, 99, null);
        String node = top.text("node", NAME, NAME_EXPECTED);
        EdgeConfig config =
                new EdgeConfig(
                        node,
                        top.text("post", NAME, NAME_EXPECTED),
                        lane,
                        zone(top),
                        web.number("port", 0, 65535, null),
                        Duration.ofMinutes(web.number("idle_minutes", 1, 240, 10)),
                        path(top, "data"),
                        path(top, "identity"),
                        hub(top.table("hub")),
                        lanes(top.table("lanes"), node, lane),
                        devices(required(top, "devices")),
                        capture(top.table("capture")),
                        matching(top.table("matching")));
        web.end();
        top.end();
        return config;
    }

    private static TomlParseResult parsed(String text) throws BadConfigException {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new BadConfigException(
                    "line " + error.position().line() + " is not TOML: " + error.getMessage());
        }
        return toml;
    }

    private static Table required(Table top, String key) throws BadConfigException {
        Table table = top.table(key);
        if (table == null) {
            throw top.wrong(key, "a table [" + key + "]");
        }
        return table;
    }

    private static ZoneId zone(Table top) throws BadConfigException {
        String expected = "a time zone such as \"Asia/Yekaterinburg\"";
        String name = top.textOr("zone", ".{1,64}", expected, "UTC");
        try {
            return ZoneId.of(String.valueOf(name));
        } catch (DateTimeException e) {
            throw top.wrong("zone", expected);
        }
    }

    private Path path(Table table, String key) throws BadConfigException {
        return base.resolve(table.text(key, ".{1,4096}", "a path")).normalize();
    }

    private static @Nullable Hub hub(@Nullable Table table) throws BadConfigException {
        if (table == null) {
            return null;
        }
        Hub hub =
                new Hub(
                        table.text("host", "[A-Za-z0-9.:-]{1,253}", "a host name or address"),
                        table.number("port", 1, 65535, null),
                        Duration.ofDays(
                                table.number(
                                        "retention_days",
                                        1,
                                        3650,
                                        (int)
                                                Duration.ofMillis(Retention.DEFAULT_MILLIS)
                                                        .toDays())));
        table.end();
        return hub;
    }

    private static @Nullable Lanes lanes(@Nullable Table table, String node, int own)
            throws BadConfigException {
        if (table == null) {
            return null;
        }
        List<Peer> peers = new ArrayList<>();
        Set<Object> taken = new HashSet<>(Set.of(own));
        if (table.ask("peer") instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof TomlTable entry)) {
                    throw table.wrong("peer", "tables [[lanes.peer]]");
                }
                Peer peer = peer(new Table("lanes.peer[" + i + "].", entry));
                if (!taken.add(peer.lane()) || !taken.add(peer.node())) {
                    throw table.wrong("peer", "each lane and each node once, and not this one");
                }
                peers.add(peer);
            }
        }
        Announce announce = announce(table.table("announce"));
        if ((peers.isEmpty() && announce == null) || peers.size() > MOST_PEERS) {
            throw table.wrong("peer", "1 to " + MOST_PEERS + " tables [[lanes.peer]]");
        }
        String desk = table.textOr("desk", NAME, NAME_EXPECTED, null);
        if (desk != null
                && announce == null
                && !desk.equals(node)
                && peers.stream().noneMatch(peer -> peer.node().equals(desk))) {
            throw table.wrong(
                    "desk", "the node of the second-line desk: this one, or one of its peers");
        }
        Lanes lanes =
                new Lanes(
                        table.text("listen", ADDRESS, ADDRESS_EXPECTED),
                        table.number("port", 1, 65535, 5702),
                        table.number("member_port", 1, 65535, 5701),
                        String.valueOf(
                                table.textOr("network", NETWORK, NETWORK_EXPECTED, "127.77.0")),
                        announce,
                        desk,
                        peers);
        table.end();
        return lanes;
    }

    private static @Nullable Announce announce(@Nullable Table table) throws BadConfigException {
        if (table == null) {
            return null;
        }
        Announce announce =
                new Announce(
                        String.valueOf(
                                table.textOr("group", GROUP, GROUP_EXPECTED, "239.255.77.1")),
                        table.number("port", 1024, 65535, 5703));
        table.end();
        return announce;
    }

    private static Peer peer(Table table) throws BadConfigException {
        Peer peer =
                new Peer(
                        table.text("node", NAME, NAME_EXPECTED),
                        table.number("lane", 1, 99, null),
                        table.text("host", ADDRESS, ADDRESS_EXPECTED),
                        table.number("port", 1, 65535, 5702));
        table.end();
        return peer;
    }

    private Devices devices(Table table) throws BadConfigException {
        int[] ports = ports(table);
        List<Wanted> wanted = new ArrayList<>();
        if (table.ask("device") instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof TomlTable entry)) {
                    throw table.wrong("device", "tables [[devices.device]]");
                }
                wanted.add(wanted(new Table("devices.device[" + i + "].", entry)));
            }
        }
        for (Kind kind : Kind.values()) {
            if (wanted.stream().filter(device -> device.kind() == kind).count() != 1) {
                throw table.wrong(
                        "device",
                        "one [[devices.device]] with kind = \"finger\" and one with kind ="
                                + " \"face\"");
            }
        }
        Devices devices =
                new Devices(
                        ports[0],
                        ports[1],
                        path(table, "trust"),
                        table.text("environment", ENVIRONMENT, "one of " + ENVIRONMENT),
                        wanted,
                        Duration.ofSeconds(table.number("patience_seconds", 1, 120, 30)),
                        reader(table.table("reader")));
        table.end();
        return devices;
    }

    private static @Nullable String reader(@Nullable Table table) throws BadConfigException {
        if (table == null) {
            return null;
        }
        String name = table.textOr("name", ".{0,128}", "part of the reader's name", "");
        table.end();
        return name;
    }

    private static int[] ports(Table table) throws BadConfigException {
        Object value = table.ask("ports");
        if (value == null) {
            return new int[] {4501, 4600};
        }
        if (value instanceof TomlArray array
                && array.size() == 2
                && array.get(0) instanceof Long first
                && array.get(1) instanceof Long last
                && first >= 1
                && first <= last
                && last <= 65535
                && last - first < 100) {
            return new int[] {first.intValue(), last.intValue()};
        }
        throw table.wrong("ports", "the first and the last port, such as [4501, 4600]");
    }

    private static Wanted wanted(Table table) throws BadConfigException {
        String kind = table.text("kind", "finger|face", "\"finger\" or \"face\"");
        Wanted wanted =
                new Wanted(
                        Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                        table.textOr("serial", ".{1,64}", "a serial number", null),
                        table.number("port", 0, 65535, 0),
                        table.number("quality", 0, 100, 40),
                        kind.equals("finger") ? libfprint(table.table("libfprint")) : null);
        table.end();
        return wanted;
    }

    private static @Nullable Libfprint libfprint(@Nullable Table table) throws BadConfigException {
        if (table == null) {
            return null;
        }
        Libfprint libfprint =
                new Libfprint(
                        String.valueOf(
                                table.textOr("driver", "[a-z0-9_]{1,40}", "a driver's name", "")),
                        table.number("dpi", 100, 2000, 500));
        table.end();
        return libfprint;
    }

    private Capture capture(@Nullable Table table) throws BadConfigException {
        if (table == null) {
            return new Capture(false, LEAST_QUALITY, null, null);
        }
        String fingers =
                table.textOr("fingers", "slaps|singles", "\"slaps\" or \"singles\"", "slaps");
        String nfiq2 = table.textOr("nfiq2", ".{1,4096}", "the path of the program nfiq2", null);
        Capture capture =
                new Capture(
                        "singles".equals(fingers),
                        table.number("least_quality", 0, 100, LEAST_QUALITY),
                        nfiq2 == null ? null : base.resolve(nfiq2).normalize(),
                        faces(table));
        table.end();
        return capture;
    }

    private @Nullable Manifest faces(Table table) throws BadConfigException {
        String name = table.textOr("face_models", ".{1,4096}", "the path of a manifest", null);
        if (name == null) {
            return null;
        }
        Path file = base.resolve(name).normalize();
        Path parent = file.getParent();
        try {
            TomlParseResult toml = parsed(text(file));
            return FaceManifestFile.of(new Table("", toml), parent == null ? base : parent);
        } catch (BadConfigException e) {
            throw new BadConfigException(file + ": " + e.getMessage());
        }
    }

    private static Matching matching(@Nullable Table table) throws BadConfigException {
        if (table == null) {
            return new Matching(1e-5, 5);
        }
        Matching matching =
                new Matching(
                        table.rate("fmr", 1e-9, 1e-2, 1e-5),
                        table.number("longest_list", 1, 16, 5));
        table.end();
        return matching;
    }
}
