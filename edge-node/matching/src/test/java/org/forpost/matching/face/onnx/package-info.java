@NullMarked
package org.forpost.matching.face.onnx;

import org.jspecify.annotations.NullMarked;
