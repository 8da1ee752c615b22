/// One small file for each way in which a device misbehaves; any number can be active at once.
@NullMarked
package org.forpost.sim.sbi.fault;

import org.jspecify.annotations.NullMarked;
