/// What the lanes of a post tell each other of travellers, straight through the tunnel
/// ([org.forpost.edge.post.Streams.Topic#NEWS]).
///
/// ```
/// teller                                        hearer
///  │ 1 greeting: key of its who-hashes ───────────►│
///  │◄─ 2 stand: sightings and passages that it has │
///  │ 3 sighting ──────────────────────────────────►│ sealed on its disk, then on its page
///  │ 4 passages, up to entry n ───────────────────►│ in its tables
///  │◄───────────────────────── 5 noted, up to n    │
/// ```
///
/// **Sightings** ([org.forpost.edge.watchlist.Sighting]): whom a lane refused, referred, recognised
/// or found on a list, within a second and before anybody has decided. Document, name, date of
/// birth, nationality, templates of the fingers (no image; of exempt persons nothing biometric),
/// what was decided and why. At the other lane the same person raises a potential match that the
/// officer must answer; it decides nothing. Of a case that was referred, the second line's own
/// sighting names the crossing that it answers and takes its place: who was admitted there is still
/// shown, so that nobody refers the same person for the same doubt again, and there is nothing to
/// answer, unless only the fingers are the same; who was refused stands so, with the desk's reason.
/// Kept sealed under the lane's storage key for as long as the rules in force say (`refusal_hours`,
/// 24 by default) and dropped then, at the next start where the lane was off. **Passages**: that a
/// document, and a person, went in or out on a day, as hashes under a key of the lane that tells;
/// so that days of stay are counted over all lanes. Nothing biometric, no name. Kept for twice the
/// longest window of the rules; whoever lost them is given them again.
///
/// **Who is believed.** A lane is heard about itself only: what comes is filed under the name that
/// the tunnel proved, and nobody passes on what another said. One lane may say how another's case
/// ended: the one that this lane's configuration names as the desk, and of a referral only; it
/// could admit that person itself. A lane that forges harms with false notices, each of which an
/// officer sees, and with false crossings in the reckoning of a stay, which the officer sees as
/// days; it can take back only its own. Of each lane 500 sightings and 8 MiB are kept, the oldest
/// go first, and 1,000,000 passages; whoever says more than a lane can have to say is read more
/// slowly and no more than that.
///
/// **What a stolen certificate can read of this** while it is valid: it hears, as the lane that it
/// names, every sighting that is still kept (names, documents, templates of whoever was refused,
/// referred or found in the last 24 hours at each lane that dials it) and every passage, with the
/// key under which one can ask of a known name or document whether and when it crossed; and it can
/// tell false ones as that lane; the desk's own can also call open referrals of the post admitted.
/// To hear, it must be dialled: at the address that the others' configuration gives that lane, or,
/// where announcements are on, at one that it announces. It ends with the revocation, as the rest
/// of the tunnel does ([org.forpost.edge.post]). What the thief has heard by then, he keeps. What
/// he told stays until its time has passed, since what that lane told before the theft looks the
/// same; a stolen desk is replaced in the others' configuration, and from their next start no case
/// counts as closed by its word.
///
/// **What is recorded of it.** Sightings are proved by the tunnel to the lane that hears them and
/// are not signed: so they go to no third lane and not to the hub, and the record of a traveller
/// who raised such a notice names the crossing of the other lane and vouches for nothing (SPEC.md
/// §1.2, alert 5).
@NullMarked
package org.forpost.edge.post.news;

import org.jspecify.annotations.NullMarked;
