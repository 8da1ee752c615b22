/// A crossing, from document to decision.
///
/// [Lane] is the story, told in the order in which it happens:
///
/// 1. a traveller arrives with a document: [Arrival]
/// 2. the rules say whether biometrics are due ([org.forpost.edge.rules]); of an exempt person no
///    capture is opened and nothing biometric is held, so that nothing of the kind can be written.
///    The document's chip is read on both sides of this step ([ChipDesk]): before it the zone and
///    the proofs only, after it face and fingers of whoever is not exempt
/// 3. fingers and face are captured, the best of up to three tries: [CaptureResult]
/// 4. the fingers are compared with the watchlist in force; the officer sees who it may be, what
///    the score means and what to do. What the chip holds is compared with them and with the face
///    1:1 ([HolderCheck]); a [Holder] may come from elsewhere one day, such as the profile of an
///    expected traveller
/// 5. the officer decides: [Verdict]; with a potential match on the table, says whether it is one
/// 6. the records are written, and only when they are durable is the crossing over:
///    [DecisionResult.Recorded]
///
/// Who is referred goes to the second line with the case: what was recorded and captured
/// ([SecondLine]). A case that is taken up there is a crossing of its own, which begins at step 4
/// with what the first line captured and answers it with key 16 of its record (SPEC.md §1.2).
///
/// Whom a lane refuses, refers, recognises or finds on a list, it tells as soon as it knows
/// ([org.forpost.edge.watchlist.Sighting]); who was seen so at this lane or another is a candidate
/// among the others when he comes again.
///
/// One crossing at a time: a lane has one traveller before it. The lane knows ports only; who
/// speaks to scanners, disks and pages stands elsewhere.
@NullMarked
package org.forpost.edge.lane;

import org.jspecify.annotations.NullMarked;
