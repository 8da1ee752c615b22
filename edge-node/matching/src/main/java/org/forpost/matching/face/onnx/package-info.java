/// Runs an operator's face models with ONNX Runtime. Forpost ships none.
///
/// A model is a file that somebody else made, so: its SHA-256 stands in a manifest and is checked
/// over the very bytes that are loaded; its size, inputs and outputs are bounded and compared with
/// the manifest before a picture is shown to it; it is loaded from memory, so that it cannot name
/// further files; it runs on one thread and is stopped after a while; whatever it answers that is
/// not a finite number of the shape expected makes the picture *not assessed*.
///
/// A detector answers corners and scores for its candidates (`[1, n, 4]` left, top, right, bottom
/// as shares of its input, and `[1, n]` or `[1, n, 2]` with the face's score last). An embedder
/// answers one vector. The face is cut out by its box with a margin and not turned upright by its
/// eyes: choose an embedder that was trained so.
@NullMarked
package org.forpost.matching.face.onnx;

import org.jspecify.annotations.NullMarked;
