@NullMarked
package org.forpost.sim.sbi;

import org.jspecify.annotations.NullMarked;
