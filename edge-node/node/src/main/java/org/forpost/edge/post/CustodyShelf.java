package org.forpost.edge.post;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.forpost.protocol.record.Priority;

/// Where envelopes of peers lie until the hub has them. What is put there is durable when the call
/// returns.
public interface CustodyShelf {
    /// An envelope in its place.
    ///
    /// @param node whose it is
    /// @param incarnation of that node's journal, in hexadecimal
    /// @param digest first 8 bytes of the envelope's SHA-256, in hexadecimal: two histories of one
    ///   journal are both kept, and the hub tells which is true
    record Kept(
            String node,
            String incarnation,
            Priority priority,
            long first,
            int count,
            String digest,
            int bytes) {
        public long last() {
            return first + count - 1;
        }
    }

    /// Everything that lies here, the oldest first.
    List<Kept> all() throws IOException;

    void put(Kept place, byte[] envelope) throws IOException;

    /// @throws NoSuchFileException when it lies here no more
    byte[] read(Kept place) throws IOException;

    /// The first bytes of an envelope, or all of a shorter one.
    ///
    /// @throws NoSuchFileException when it lies here no more
    byte[] beginning(Kept place, int bytes) throws IOException;

    void drop(Kept place) throws IOException;

    /// The last hello of each incarnation, which names it to the hub.
    void hello(String node, String incarnation, byte[] signed) throws IOException;

    /// The one that came first before the others.
    List<byte[]> hellos() throws IOException;

    /// The hub's last receipt for a chain, beside what lies here of that journal; where nothing
    /// does, it is not kept. Need not be durable: the hub gives it again.
    void receipt(String node, String incarnation, Priority priority, byte[] signed)
            throws IOException;

    List<byte[]> receipts() throws IOException;

    /// All of a journal goes: its envelopes, its hello and its receipts.
    void forget(String node, String incarnation) throws IOException;

    /// Bytes that the disk has left for this and everything else on it.
    long room() throws IOException;
}
