/// The watchlist that this post goes by: the newest release that was verified.
///
/// Beside it, who was refused, referred or found at this post a short while ago
/// ([org.forpost.edge.watchlist.SeenAtPost]).
///
/// A release replaces the one before it whole, never a part of it, and its number never goes back.
@NullMarked
package org.forpost.edge.watchlist;

import org.jspecify.annotations.NullMarked;
