package org.forpost.edge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A slow line, made by `forpost sim wire` in a process of its own: of packets to a network
/// namespace where this user may make one, of TCP bytes elsewhere.
final class LineProgram implements AutoCloseable {
    private final Program program;
    private final String namespace;

    private LineProgram(Program program, String namespace) {
        this.program = program;
        this.namespace = namespace;
    }

    /// What came out of the line so far.
    record Count(long upBytes, long upPackets, long upDropped, long downBytes) {}

    /// @throws IOException when this user may not
    static LineProgram ofPackets(Path home, Path log) throws IOException, InterruptedException {
        String namespace = "forpost-bench-" + ProcessHandle.current().pid();
        return new LineProgram(
                Program.start(
                        log, Program.forpost(home, "sim", "wire", "--namespace", namespace), "{"),
                namespace);
    }

    /// @param port of the hub on this machine
    static LineProgram ofBytes(Path home, Path log, int port)
            throws IOException, InterruptedException {
        return new LineProgram(
                Program.start(
                        log,
                        Program.forpost(home, "sim", "wire", "--to", "127.0.0.1:" + port),
                        "{"),
                "");
    }

    /// Runs a program at the far end.
    List<String> atFarEnd() {
        return namespace.isEmpty() ? List.of() : List.of("ip", "netns", "exec", namespace);
    }

    /// The address of the far end; of a line of bytes, of its near one.
    String host() throws IOException {
        return program.ready().path(namespace.isEmpty() ? "near" : "far").asText();
    }

    /// Where to dial: the line's own port where it forwards bytes.
    int port(int behind) throws IOException {
        return program.ready().path("port").asInt(behind);
    }

    void weather(int oneWayMillis, int bytesPerSecond, int lossPercent)
            throws IOException, InterruptedException {
        done("weather " + oneWayMillis + " " + bytesPerSecond + " " + lossPercent);
    }

    void cut() throws IOException, InterruptedException {
        done("cut");
    }

    void restore() throws IOException, InterruptedException {
        done("restore");
    }

    private void done(String what) throws IOException, InterruptedException {
        JsonNode answer = program.ask(what);
        if (!answer.path("done").asBoolean()) {
            throw new IOException("the line did not do '" + what + "': " + answer);
        }
    }

    Count count() throws IOException, InterruptedException {
        JsonNode count = program.ask("count");
        return new Count(
                count.path("up_bytes").asLong(),
                count.path("up_packets").asLong(),
                count.path("up_dropped").asLong(),
                count.path("down_bytes").asLong());
    }

    @Override
    public void close() {
        program.close();
    }
}
