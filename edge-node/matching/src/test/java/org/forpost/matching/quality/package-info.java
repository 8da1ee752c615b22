@NullMarked
package org.forpost.matching.quality;

import org.jspecify.annotations.NullMarked;
