@NullMarked
package org.forpost.edge.watchlist;

import org.jspecify.annotations.NullMarked;
