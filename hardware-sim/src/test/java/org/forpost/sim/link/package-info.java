@NullMarked
package org.forpost.sim.link;

import org.jspecify.annotations.NullMarked;
