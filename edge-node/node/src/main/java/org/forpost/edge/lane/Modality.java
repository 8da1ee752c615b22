package org.forpost.edge.lane;

/// What is captured.
public enum Modality {
    FINGER,
    FACE
}
