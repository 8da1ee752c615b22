package org.forpost.protocol.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// Where segments lie: files in a folder at a post, a faulty disk made of arrays in a simulated
/// world.
///
/// Nothing written is durable before `force`; no name is durable before `syncDirectory`. A `force`
/// that failed says nothing about what it left: the journal never calls it twice.
public interface Store {
    /// Names of all segments, in their order.
    List<String> names() throws IOException;

    /// A new, empty segment.
    ///
    /// @throws IOException also when the name is taken
    Segment create(String name) throws IOException;

    Segment open(String name) throws IOException;

    void delete(String name) throws IOException;

    /// Makes names that were created or deleted durable.
    void syncDirectory() throws IOException;

    /// One file of the journal.
    interface Segment extends Closeable {
        long size() throws IOException;

        void append(byte[] bytes) throws IOException;

        /// Everything appended so far survives a power cut, once this has returned.
        void force() throws IOException;

        /// @return exactly `length` bytes
        /// @throws java.io.EOFException when the segment ends before
        byte[] read(long offset, int length) throws IOException;

        /// Writes over bytes that are there, in place; durable after `force`. Within the first 512
        /// bytes a power cut leaves all of it or none.
        void overwrite(long offset, byte[] bytes) throws IOException;

        void truncate(long size) throws IOException;
    }
}
