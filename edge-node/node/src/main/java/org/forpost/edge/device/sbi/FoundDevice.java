package org.forpost.edge.device.sbi;

/// A device that answered on a port and proved who it is.
///
/// @param deviceId what it calls itself in requests; not evidence of anything
/// @param specVersion the version of the text to speak with it
/// @param state the text's `deviceStatus`: Ready, Busy, Not Ready or Not Registered
record FoundDevice(
        int port, String deviceId, String specVersion, String state, SignedIdentity identity) {}
