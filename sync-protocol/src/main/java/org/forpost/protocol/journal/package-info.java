/// The append-only, hash-chained, encrypted journal: the only durability boundary of a post.
///
/// ```
/// segment-00000001.fpj   header (keys wrapped, heads of the chains so far), entry, entry, …
/// segment-00000002.fpj   header, entry, …            a new one at every start and every 8 MiB
/// ```
@NullMarked
package org.forpost.protocol.journal;

import org.jspecify.annotations.NullMarked;
