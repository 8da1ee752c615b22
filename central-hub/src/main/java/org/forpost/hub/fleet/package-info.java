/// The nodes as the hub sees them, and what an administrator has to be told about them.
@NullMarked
package org.forpost.hub.fleet;

import org.jspecify.annotations.NullMarked;
