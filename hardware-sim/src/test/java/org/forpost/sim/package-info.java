@NullMarked
package org.forpost.sim;

import org.jspecify.annotations.NullMarked;
