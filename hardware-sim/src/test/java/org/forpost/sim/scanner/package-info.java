@NullMarked
package org.forpost.sim.scanner;

import org.jspecify.annotations.NullMarked;
