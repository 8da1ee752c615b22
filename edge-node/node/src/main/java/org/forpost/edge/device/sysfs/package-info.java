/// What the Linux kernel tells in `/sys`.
@NullMarked
package org.forpost.edge.device.sysfs;

import org.jspecify.annotations.NullMarked;
