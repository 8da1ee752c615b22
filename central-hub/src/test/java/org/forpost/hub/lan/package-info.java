/// A post of real processes on a LAN of network namespaces, which is cut and healed while they
/// work.
@NullMarked
package org.forpost.hub.lan;

import org.jspecify.annotations.NullMarked;
