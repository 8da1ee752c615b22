@NullMarked
package org.forpost.matching.quality.nfiq2;

import org.jspecify.annotations.NullMarked;
