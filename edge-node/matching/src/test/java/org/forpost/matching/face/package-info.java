@NullMarked
package org.forpost.matching.face;

import org.jspecify.annotations.NullMarked;
