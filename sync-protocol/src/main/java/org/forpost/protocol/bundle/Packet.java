package org.forpost.protocol.bundle;

/// An envelope on its way into a file.
///
/// @param node whose records are in it
/// @param records that no envelope before it held
record Packet(byte[] envelope, String node, long records) {}
