package org.forpost.edge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Machines that are none, each a network namespace of this one (Linux, network_namespaces(7)),
/// with two networks between them: the post's LAN 10.77.0.0/24, and 10.77.1.0/24 to the hub.
///
/// Root makes them as they are. Anybody else makes them inside a user namespace of his own
/// (user_namespaces(7)), in which he is root over nothing else; a process that does nothing keeps
/// it, and all goes with it.
final class Namespaces implements AutoCloseable {
    private static final String PREFIX = "fpb" + ProcessHandle.current().pid() + "-";
    private static final String CABLES = PREFIX + "cables";

    private final @Nullable Process keeper;
    private final List<String> enter;
    private final List<String> made = new ArrayList<>();
    private final Thread atTheEnd = new Thread(this::remove);

    private Namespaces(@Nullable Process keeper) {
        this.keeper = keeper;
        this.enter =
                keeper == null
                        ? List.of()
                        : List.of(
                                "nsenter",
                                "--user",
                                "--net",
                                "--mount",
                                "--preserve-credentials",
                                "--target",
                                Long.toString(keeper.pid()));
        // Namespaces outlive a process that is told to end.
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /// @throws IOException saying why this machine or this user makes none
    static Namespaces open() throws IOException, InterruptedException {
        Namespaces all =
                new Namespaces("root".equals(System.getProperty("user.name")) ? null : keeper());
        boolean whole = false;
        try {
            all.namespace(CABLES);
            for (String bridge : List.of("lan", "sky")) {
                all.ip("-n", CABLES, "link", "add", bridge, "type", "bridge");
                all.ip("-n", CABLES, "link", "set", bridge, "up");
            }
            whole = true;
            return all;
        } finally {
            if (!whole) {
                all.close();
            }
        }
    }

    private static Process keeper() throws IOException, InterruptedException {
        Process keeper =
                new ProcessBuilder(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "--net",
                                "--mount",
                                "sh",
                                "-c",
                                // iproute2 notes its namespaces in /run.
                                "mount -t tmpfs tmpfs /run && echo kept && exec cat")
                        .redirectErrorStream(true)
                        .start();
        String said =
                new BufferedReader(
                                new InputStreamReader(
                                        keeper.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        if (!"kept".equals(said)) {
            keeper.destroyForcibly();
            throw new IOException("no user namespace: " + said);
        }
        return keeper;
    }

    /// A machine with a cable to each network.
    ///
    /// @param number last part of its addresses
    void machine(String name, int number) throws IOException, InterruptedException {
        String own = PREFIX + name;
        namespace(own);
        ip("-n", own, "link", "set", "lo", "up");
        cable(own, "lan", "10.77.0." + number, "lan", "l" + number);
        cable(own, "wan", "10.77.1." + number, "sky", "w" + number);
    }

    private void namespace(String name) throws IOException, InterruptedException {
        ip("netns", "add", name);
        made.add(name);
    }

    private void cable(String own, String name, String address, String to, String end)
            throws IOException, InterruptedException {
        ip("-n", CABLES, "link", "add", end, "type", "veth", "peer", "name", name, "netns", own);
        ip("-n", CABLES, "link", "set", end, "master", to, "up");
        ip("-n", own, "addr", "add", address + "/24", "dev", name);
        ip("-n", own, "link", "set", name, "up");
    }

    /// What stands before a command that runs on that machine.
    List<String> on(String name) {
        List<String> command = new ArrayList<>(enter);
        command.addAll(List.of("ip", "netns", "exec", PREFIX + name));
        return command;
    }

    /// Bytes and packets that a machine has sent to the hub's network.
    long[] sent(String name) throws IOException, InterruptedException {
        String folder = "/sys/class/net/wan/statistics/";
        List<String> said =
                ip(
                                "netns",
                                "exec",
                                PREFIX + name,
                                "cat",
                                folder + "tx_bytes",
                                folder + "tx_packets")
                        .lines()
                        .toList();
        return new long[] {Long.parseLong(said.getFirst()), Long.parseLong(said.getLast())};
    }

    private String ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(enter);
        command.add("ip");
        command.addAll(List.of(arguments));
        Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
        return said;
    }

    private synchronized void remove() {
        for (String name : made) {
            try {
                ip("netns", "delete", name);
            } catch (IOException e) {
                // Gone by itself.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        made.clear();
        if (keeper != null) {
            keeper.destroyForcibly();
        }
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }
}
