/// Releases of every role on this hub's shelf, and what operators, rules and trust anchors are made
/// of before they are signed. The watchlist has a package of its own.
@NullMarked
package org.forpost.hub.release;

import org.jspecify.annotations.NullMarked;
