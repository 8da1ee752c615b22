package org.forpost.sim.cluster;

/// What the control interface says: an HTTP status and a JSON text.
public record ControlAnswer(int status, String json) {}
