package org.forpost.sim.camera;

/// The face of a person who stands before the camera.
@FunctionalInterface
public interface Face {
    /// A JPEG of `width` by `height` pixels; every shot differs a little.
    byte[] shot(int width, int height);
}
