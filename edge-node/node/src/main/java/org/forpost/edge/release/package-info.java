/// The signed releases in force at this lane, one of each role: a file of its own, verified at each
/// start and before each change, put in force only once it is durable.
///
/// ```
/// data/releases/
///   watchlist.release   rules.release   operators.release   trust.release
/// ```
@NullMarked
package org.forpost.edge.release;

import org.jspecify.annotations.NullMarked;
