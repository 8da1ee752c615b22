/// Cases that the first line refers to the second: from any lane of the post to the one that is its
/// desk ([org.forpost.edge.post.Streams.Topic#DESK]).
///
/// ```
/// lane                              desk
///  │ 1 offer: size, SHA-256 ────────►│ known, or decided: 4 held
///  │◄──────────── 2 want, from byte n │ no room: 5 full
///  │ 3 piece ───────────────────────►│ …
///  │◄──────── 4 held: on its own disk │ then it is on its page
/// ```
///
/// A case is sealed on the lane's disk before its crossing is recorded, and goes from there only
/// when the desk has it on its own: neither end's `kill -9` loses it, and one that comes twice is
/// one. It lies at the desk, sealed under that lane's storage key, until an officer there has
/// decided, or the time has passed that the rules in force state for whoever was referred
/// (`refusal_hours`); then it is dropped and an audit record says so. What the first line recorded
/// went to the hub in its own records all the while. How the desk decided, all lanes hear as they
/// hear of any other sighting ([org.forpost.edge.post.news]), the one that referred among them and
/// also when it was off meanwhile.
///
/// On its way a case is under the tunnel's TLS 1.3 with the certificates of both lanes; nobody else
/// carries it. A case is taken from the lane that its record names and no other, 8 MiB at most, 32
/// and 64 MiB of one lane. A stolen certificate can send cases as that lane; it can't read any,
/// unless it is the desk's own and stands at the desk's address.
@NullMarked
package org.forpost.edge.post.desk;

import org.jspecify.annotations.NullMarked;
