package org.forpost.edge.uplink.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP link between node and hub that can be cut, or that swallows what it is given.
final class Link implements AutoCloseable {
    private final ServerSocket listening;
    private final int hub;
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);

    Link(int hub) throws IOException {
        this.hub = hub;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket node = listening.accept();
                wires.add(new Wire(node, new Socket(InetAddress.getLoopbackAddress(), hub)));
            } catch (IOException e) {
                // The hub is not there, or this link is closed: the node finds out by itself.
            }
        }
    }

    /// From now on the wires that exist lead nowhere, and nobody is told. New ones work.
    void goSilent() {
        wires.forEach(wire -> wire.silent = true);
    }

    /// Cuts the wire in the middle of what goes up, once so many bytes more have gone, once.
    void cutAfter(long bytes) {
        cutAfter.set(bytes);
    }

    void cut() {
        wires.forEach(Wire::cut);
    }

    /// Sockets of the node that are still open.
    long open() {
        return wires.stream().filter(wire -> !wire.nodeGone).count();
    }

    int dialled() {
        return wires.size();
    }

    private final class Wire {
        private final Socket node;
        private final Socket toHub;
        private volatile boolean silent;
        private volatile boolean nodeGone;

        Wire(Socket node, Socket toHub) {
            this.node = node;
            this.toHub = toHub;
            Thread.ofVirtual()
                    .start(() -> {
                        pump(node, toHub, true);
                        nodeGone = true;
                        cut();
                    });
            Thread.ofVirtual()
                    .start(() -> {
                        pump(toHub, node, false);
                        if (!silent) {
                            cut();
                        }
                    });
        }

        private void pump(Socket from, Socket to, boolean up) {
            byte[] buffer = new byte[4096];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (up && cutAfter.addAndGet(-read) < 0) {
                        cutAfter.set(Long.MAX_VALUE);
                        cut();
                        return;
                    }
                    if (!silent) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                // Cut.
            }
        }

        private void cut() {
            nodeGone = true;
            try {
                node.close();
                toHub.close();
            } catch (IOException e) {
                // Gone.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
