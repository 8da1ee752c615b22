package org.forpost.sim.finger;

/// Something that can be put on a scanner.
public interface Finger {

    /// What the scanner sees of it.
    ///
    /// @param press how it was put there
    /// @return one image, new or shared; callers do not write into its pixels
    GreyImage impression(Press press);
}
