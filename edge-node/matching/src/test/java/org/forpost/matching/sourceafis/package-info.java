@NullMarked
package org.forpost.matching.sourceafis;

import org.jspecify.annotations.NullMarked;
