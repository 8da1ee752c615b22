@NullMarked
package org.forpost.edge.watchlist.name;

import org.jspecify.annotations.NullMarked;
