/// The projection of the journal in H2. It may be deleted whenever the lane is stopped: the next
/// start builds it again from the journal, with the same content. No name, no finger, no face is in
/// it: `document` and `person` are keyed hashes, good for finding the crossings of the same one.
/// What a page shows of a decided crossing is read from the journal.
///
/// ```
/// applied    one row: the journal's first incarnation, the last sequence applied, the latest stamp
///            seen
/// crossing   id (16 bytes), priority, number, sequence, wall (ms), day at the post, outcome,
///            outcome that stands after corrections, direction, exempt, document, person,
///            first line's crossing that it answers
/// correction id, crossing that it corrects, priority, number, sequence
/// ```
///
/// Beside them stand what the other lanes told (`org.forpost.edge.store.Passages`): they are not in
/// this journal, and whoever deletes them is given them again by those lanes.
///
/// ```
/// peer       node, key of its hashes (sealed under this lane's), its journal, entry up to which its
///            passages are known
/// passage    node, id of the crossing, direction, day, document and person under that lane's key
/// ```
///
/// An entry and the step of `applied` are one transaction, so that a crash loses both or none. H2
/// is not trusted with anything else: at a power cut it loses commits that it has acknowledged, and
/// the journal gives them again.
@NullMarked
package org.forpost.edge.store.h2;

import org.jspecify.annotations.NullMarked;
