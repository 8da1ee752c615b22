/// Devices that are honest and devices that lie, on real sockets. [RawDevice] is written without
/// any class of the code under test or of the simulator, so that a shared mistake cannot hide.
@NullMarked
package org.forpost.edge.device.sbi;

import org.jspecify.annotations.NullMarked;
