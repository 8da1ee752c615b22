package org.forpost.edge.lane;

import org.forpost.edge.watchlist.Drawing;

/// A drawing over one of the crossing's own pictures.
///
/// @param width of the picture, in pixels at 500 dpi, as the minutiae are counted
/// @param height likewise
public record Drawn(Drawing drawing, int width, int height) {}
