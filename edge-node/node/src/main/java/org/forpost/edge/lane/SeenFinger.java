package org.forpost.edge.lane;

import org.forpost.edge.device.CapturedFinger;
import org.forpost.matching.Template;
import org.jspecify.annotations.Nullable;

/// A captured finger and what could be read from it.
///
/// @param template null where the image shows no usable finger
record SeenFinger(CapturedFinger image, @Nullable Template template) {}
