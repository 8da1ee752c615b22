/// Signed, numbered releases that come down from the hub: the watchlist, later rules, operators and
/// trust.
@NullMarked
package org.forpost.protocol.release;

import org.jspecify.annotations.NullMarked;
