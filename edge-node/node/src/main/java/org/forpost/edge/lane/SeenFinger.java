package org.forpost.edge.lane;

import java.util.OptionalInt;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.matching.Template;
import org.jspecify.annotations.Nullable;

/// A captured finger and what could be read from it.
///
/// @param template null where the image shows no usable finger
/// @param measured our own measure of its quality, 0 to 100; 0 where there is no template
/// @param nfiq2 what the program `nfiq2` says of it, where it was asked and answered
record SeenFinger(
        CapturedFinger image, @Nullable Template template, int measured, OptionalInt nfiq2) {}
