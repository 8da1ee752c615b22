/// Measures speed: galleries of any size made from synthetic fingers, and searches in them.
@NullMarked
package org.forpost.matching.bench;

import org.jspecify.annotations.NullMarked;
