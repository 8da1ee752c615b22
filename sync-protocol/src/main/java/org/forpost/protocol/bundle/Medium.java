package org.forpost.protocol.bundle;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The folder of one bundle: on a stick, on a disk, or made of arrays in a test. What is read from
/// it is hostile.
public interface Medium {
    /// A file, whole.
    ///
    /// @param most bytes that it may have
    /// @return null when there is none of that name
    /// @throws IOException naming the file, when it is longer, is not a plain file, or cannot be
    ///   read
    byte @Nullable [] read(String name, int most) throws IOException;

    /// Puts a file there, in the place of an older one: all of it is durable under its name once
    /// this returns, or nothing is.
    void write(String name, byte[] bytes) throws IOException;

    /// No file of that name is there once this returns.
    void delete(String name) throws IOException;

    /// How long a file is; 0 when there is none.
    long length(String name) throws IOException;

    /// Bytes that still fit.
    long room() throws IOException;
}
