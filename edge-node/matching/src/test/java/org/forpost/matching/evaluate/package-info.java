@NullMarked
package org.forpost.matching.evaluate;

import org.jspecify.annotations.NullMarked;
