/// Pictures of faces: their light, which we measure ourselves, and what only a model can tell,
/// which face is where and whose. Without an operator's model the answer to that is *not assessed*,
/// never a score. `onnx` below runs an operator's models.
@NullMarked
package org.forpost.matching.face;

import org.jspecify.annotations.NullMarked;
