/// Authoring and publication of the watchlist: from a list of nominals and images of their fingers
/// to a signed, numbered release that nodes take.
@NullMarked
package org.forpost.hub.watchlist;

import org.jspecify.annotations.NullMarked;
