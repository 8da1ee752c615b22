/// How hard the simulated fingers are, beside real ones and in the same run.
@NullMarked
package org.forpost.sim.report;

import org.jspecify.annotations.NullMarked;
