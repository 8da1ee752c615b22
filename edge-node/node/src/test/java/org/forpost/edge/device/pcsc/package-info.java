/// The reader over a real pcscd.
@NullMarked
package org.forpost.edge.device.pcsc;

import org.jspecify.annotations.NullMarked;
