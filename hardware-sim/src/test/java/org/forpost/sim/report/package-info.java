@NullMarked
package org.forpost.sim.report;

import org.jspecify.annotations.NullMarked;
