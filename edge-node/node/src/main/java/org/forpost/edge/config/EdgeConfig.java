package org.forpost.edge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.forpost.matching.face.onnx.Manifest;
import org.jspecify.annotations.Nullable;

/// The configuration of one lane, as [ConfigFile] reads it.
///
/// @param node as its certificate names it
/// @param lane number of the lane at its post
/// @param zone whose date decides on the day of a crossing
/// @param webPort on 127.0.0.1; 0 takes any free one
/// @param idle after how long without a key or a press a session locks
/// @param data journal, releases and projection lie here
/// @param identity as `forpost hub enrol` wrote it
/// @param hub null where this lane has no uplink
/// @param lanes the others of this post; null where this lane stands alone
public record EdgeConfig(
        String node,
        String post,
        int lane,
        ZoneId zone,
        int webPort,
        Duration idle,
        Path data,
        Path identity,
        @Nullable Hub hub,
        @Nullable Lanes lanes,
        Devices devices,
        Capture capture,
        Matching matching) {

    /// @param host as its certificate names it
    /// @param retention how long records can still be read here after the hub has receipted them
    public record Hub(String host, int port, Duration retention) {}

    /// @param listen address on the post's LAN at which the other lanes reach this one
    /// @param memberPort on 127.0.0.1, of this lane's member of the cluster
    /// @param network first three numbers of the loopback addresses of the cluster's members
    /// @param announce null where this lane neither announces itself nor hears others
    /// @param desk node of the lane that is the second-line desk, this one's or a peer's; null
    ///   where the post has none
    /// @param peers the other lanes; may be none where they announce themselves
    public record Lanes(
            String listen,
            int port,
            int memberPort,
            String network,
            @Nullable Announce announce,
            @Nullable String desk,
            List<Peer> peers) {
        public Lanes {
            peers = List.copyOf(peers);
        }
    }

    /// @param group multicast address, the same on every lane
    public record Announce(String group, int port) {}

    /// @param node as its certificate names it
    /// @param lane its number at the post
    /// @param host address on the post's LAN
    public record Peer(String node, int lane, String host, int port) {}

    /// @param firstPort where discovery begins, within 4501 to 4600
    /// @param lastPort where it ends
    /// @param trust PEM certificates of the authorities whose devices are believed
    /// @param environment `Staging`, `Developer`, `Pre-Production` or `Production`, as the devices
    ///   state it
    /// @param wanted the devices of this lane
    /// @param patience how long a device may wait for the traveller
    /// @param reader null where this lane has no document reader; otherwise part of its name as
    ///   pcscd gives it, empty takes the first one
    public record Devices(
            int firstPort,
            int lastPort,
            Path trust,
            String environment,
            List<Wanted> wanted,
            Duration patience,
            @Nullable String reader) {
        public Devices {
            wanted = List.copyOf(wanted);
        }
    }

    /// @param serial null takes the one device of the kind that is found
    /// @param port where it listens; 0 looks through the ports of [Devices]
    /// @param quality least quality asked of it, 0 to 100
    /// @param libfprint null for a device behind SBI
    public record Wanted(
            Kind kind,
            @Nullable String serial,
            int port,
            int quality,
            @Nullable Libfprint libfprint) {}

    /// A scanner of single fingers that libfprint drives.
    ///
    /// @param driver libfprint's name of its driver, "" takes the first device
    /// @param dpi of the sensor, where the driver does not know
    public record Libfprint(String driver, int dpi) {}

    public enum Kind {
        FINGER,
        FACE
    }

    /// @param singly whether fingers are taken one by one, not four, four and two
    /// @param leastQuality least of our own measure of a finger, 0 to 100
    /// @param nfiq2 the program `nfiq2`; null where it is not used
    /// @param faces an operator's face models; null where faces are not assessed
    public record Capture(
            boolean singly, int leastQuality, @Nullable Path nfiq2, @Nullable Manifest faces) {}

    /// @param fmr false match rate up to which candidates are shown
    /// @param longestList most candidates shown, 1 to 16
    public record Matching(double fmr, int longestList) {}
}
