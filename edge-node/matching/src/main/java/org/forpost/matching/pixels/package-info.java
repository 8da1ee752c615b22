/// From the bytes of an image file to grey pixels: the header first, bounded by whoever asks, then
/// the decoder that it names. Knows nothing of fingers.
@NullMarked
package org.forpost.matching.pixels;

import org.jspecify.annotations.NullMarked;
