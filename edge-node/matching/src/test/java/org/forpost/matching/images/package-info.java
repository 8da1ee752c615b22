@NullMarked
package org.forpost.matching.images;

import org.jspecify.annotations.NullMarked;
