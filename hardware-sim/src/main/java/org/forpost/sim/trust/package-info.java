/// Who a simulated device is: a test trust anchor, the provider below it, a key for each device.
@NullMarked
package org.forpost.sim.trust;

import org.jspecify.annotations.NullMarked;
