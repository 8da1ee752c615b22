/// Chips of every personality, read.
@NullMarked
package org.forpost.edge.document.jmrtd;

import org.jspecify.annotations.NullMarked;
