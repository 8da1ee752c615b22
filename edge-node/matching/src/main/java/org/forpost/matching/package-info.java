/// Image → template → gallery → candidate list. No network, no database.
///
/// [FingerprintExtractor] turns an image into a [Template]; a [Gallery] holds the templates of many
/// people and changes while it is searched; an [Identifier] asks a gallery who a [Probe] may be and
/// answers with a [CandidateList]; a [Verifier] compares two people's fingers 1:1. A score is never
/// alone: the [Calibration] says which false match rate it stands for.
@NullMarked
package org.forpost.matching;

import org.jspecify.annotations.NullMarked;
