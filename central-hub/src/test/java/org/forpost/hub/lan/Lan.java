package org.forpost.hub.lan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Network namespaces that are machines of a post: each has a loopback of its own, a cable to the
/// post's switch and one to the satellite.
///
/// ```
/// lane-1  lane-2  lane-3 …            hub
///   │ lan   │       │ ╲ wan …          │ wan
///   └───┬───┴───────┘  └───── sky ─────┘
///     switch   (half: where a part of the lanes is put when the switch splits)
/// ```
///
/// Names begin with this process's number and are removed when it is closed, or when the process
/// ends, or by the next one that finds them.
final class Lan implements AutoCloseable {
    private static final String PREFIX = "fp" + ProcessHandle.current().pid() + "-";
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final String SWITCHES = PREFIX + "switches";

    private final Thread atTheEnd = new Thread(Lan::removeAll);

    /// A machine.
    ///
    /// @param number last of its address on the LAN, 10.77.0.number, and towards the hub,
    ///   10.77.1.number
    record Machine(String name, int number) {
        String namespace() {
            return PREFIX + name;
        }

        String lan() {
            return "10.77.0." + number;
        }

        String wan() {
            return "10.77.1." + number;
        }
    }

    /// Why there can be no namespaces here; empty where there can.
    static String whyNot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "only root can make network namespaces";
        }
        try {
            Process asked = new ProcessBuilder("ip", "netns", "add", PREFIX + "try").start();
            boolean made = asked.waitFor(10, TimeUnit.SECONDS) && asked.exitValue() == 0;
            removeAll();
            return made ? "" : "this machine makes no network namespaces";
        } catch (IOException e) {
            return "iproute2 is not installed: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    Lan() throws IOException {
        removeLeftOver();
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        ip("netns", "add", SWITCHES);
        for (String bridge : List.of("switch", "half", "sky")) {
            in(SWITCHES, "link", "add", bridge, "type", "bridge");
            in(SWITCHES, "link", "set", bridge, "up");
        }
    }

    Machine machine(String name, int number) throws IOException {
        Machine made = new Machine(name, number);
        ip("netns", "add", made.namespace());
        in(made.namespace(), "link", "set", "lo", "up");
        cable(made, "lan", made.lan(), "switch");
        cable(made, "wan", made.wan(), "sky");
        return made;
    }

    private static void cable(Machine machine, String name, String address, String bridge)
            throws IOException {
        String end = name + machine.number();
        in(
                SWITCHES,
                "link",
                "add",
                end,
                "type",
                "veth",
                "peer",
                "name",
                name,
                "netns",
                machine.namespace());
        in(SWITCHES, "link", "set", end, "master", bridge, "up");
        in(machine.namespace(), "addr", "add", address + "/24", "dev", name);
        in(machine.namespace(), "link", "set", name, "up");
    }

    /// Nothing passes between this machine and the hub any more, and nobody is told.
    void cutUplink(Machine machine) throws IOException {
        in(SWITCHES, "link", "set", "wan" + machine.number(), "nomaster");
    }

    void healUplink(Machine machine) throws IOException {
        in(SWITCHES, "link", "set", "wan" + machine.number(), "master", "sky");
    }

    /// These machines and the others no longer hear each other.
    void split(Machine... away) throws IOException {
        for (Machine one : away) {
            in(SWITCHES, "link", "set", "lan" + one.number(), "master", "half");
        }
    }

    void heal(Machine... back) throws IOException {
        for (Machine one : back) {
            in(SWITCHES, "link", "set", "lan" + one.number(), "master", "switch");
        }
    }

    /// A command line that runs on a machine.
    static List<String> on(Machine machine, String... command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", machine.namespace()));
        line.addAll(List.of(command));
        return line;
    }

    private static void in(String namespace, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("-n", namespace));
        line.addAll(List.of(command));
        ip(line.toArray(String[]::new));
    }

    private static void ip(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(command));
        Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.waitFor() != 0) {
                throw new IOException(String.join(" ", line) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Of tests that were ended before they could remove them.
    private static void removeLeftOver() {
        remove(name -> {
            if (!name.matches("fp[0-9]+-.*")) {
                return false;
            }
            long of = Long.parseLong(name.substring(2, name.indexOf('-')));
            return of == ProcessHandle.current().pid() || ProcessHandle.of(of).isEmpty();
        });
    }

    private static void removeAll() {
        remove(name -> name.startsWith(PREFIX));
    }

    private static void remove(java.util.function.Predicate<String> which) {
        List<String> names = List.of();
        if (Files.isDirectory(NAMESPACES)) {
            try (Stream<Path> found = Files.list(NAMESPACES)) {
                names = found.map(one -> one.getFileName().toString()).filter(which).toList();
            } catch (IOException e) {
                return;
            }
        }
        for (String name : names) {
            try {
                Process asked = new ProcessBuilder("ip", "netns", "pids", name).start();
                String inside =
                        new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                inside.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(Long::valueOf)
                        // A thread of this test may have been there last.
                        .filter(pid -> pid != ProcessHandle.current().pid())
                        .forEach(pid ->
                                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
                ip("netns", "delete", name);
            } catch (IOException e) {
                if (Files.notExists(NAMESPACES.resolve(name))) {
                    continue; // the end of the process and the end of the test met
                }
                System.err.println("network namespace " + name + " stays: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        removeAll();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }
}
