package org.forpost.sim.cluster;

/// A control call as it came.
///
/// @param authorization the header of that name, or empty
public record ControlRequest(String method, String path, String authorization, byte[] body) {}
