/// What this lane has written down: the journal, and what can be asked of it.
///
/// [Logbook] writes: *recorded* is said only after the journal's `force()` returned. What is asked
/// (how many, what waits, was this written) is answered by a projection, one level below, that can
/// be deleted at any time and is built again from the journal.
@NullMarked
package org.forpost.edge.store;

import org.jspecify.annotations.NullMarked;
