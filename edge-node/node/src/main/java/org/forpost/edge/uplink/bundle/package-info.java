/// The bundle route: answers of the hub that come back on a stick.
@NullMarked
package org.forpost.edge.uplink.bundle;

import org.jspecify.annotations.NullMarked;
