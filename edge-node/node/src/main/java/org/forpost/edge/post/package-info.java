/// The lanes of this post as peers: what one has recorded lies on another's disk as well, and
/// whichever of them reaches the hub carries the records of all.
///
/// **One uplink for all.** Which lane dials the hub is a lease in the cluster
/// ([org.forpost.edge.post.CarrierWatch]). Its holder asks its peers, over streams of the tunnel
/// and past the cluster, for what the hub does not hold yet ([org.forpost.edge.post.Carriage]), and
/// hands the hub's signed receipts to all of them: the owner lets go of its journal by them as by
/// receipts brought by hand (SPEC.md §8.3), whoever keeps copies lets go of these. Records of a
/// lane that is gone are carried from custody. A cluster that hangs or is split makes lanes dial by
/// themselves; two carriers at once cost bytes and nothing else, since the hub counts each record
/// once.
///
/// **Who is in.** A lane is let in with a certificate that the hub issued to a lane of this very
/// post ([org.forpost.edge.post.Admission]) and that is known here: the configuration names it, or,
/// where announcements are on, it has announced itself. Everybody else is refused in the handshake
/// and costs a bounded number of connections, five seconds each, and no byte of what the lanes say.
/// The cluster's members listen on 127.0.0.1 only: whoever runs programs on a lane's box is inside.
///
/// **How lanes find each other.** By the configured list, and by datagrams that each lane sends to
/// a multicast group of the post's LAN, signed with its key and with its certificate in them
/// ([org.forpost.edge.post.Hearing]). An announcement yields an address to dial and nothing else;
/// the handshake there decides. It finds again a lane that has moved, and lets in a lane that the
/// configuration does not name: **there the hub's certificate for this post suffices**, as long as
/// fewer than seven other lanes are known. Whoever wants the list alone to decide leaves
/// announcements off, which is the default; with them, the certificate of a lane that was retired
/// and not revoked opens the door as well. Lanes whose clocks differ by more than ten minutes find
/// each other by the list only, and say so.
///
/// **Releases.** A release crosses the uplink once, to the lane that carries: each lane offers
/// those that it has in force to its peers ([org.forpost.edge.post.ReleaseSharing]), and what a
/// peer gives is believed by the release key alone, through the same gate as from the hub. So a
/// lane that comes late, or with yesterday's, has today's within seconds.
///
/// **What a stolen certificate can do** while it is valid: join the cluster as the lane that it
/// names, read who is in it, hang or confuse the cluster, and fill that lane's own quota of its
/// peers' disks. It can't read a record (sealed to the hub), sign one (another key), let one go
/// (the hub's receipt) or replace a release (the release key); and custody does not pass through
/// the cluster, so that a cluster that hangs keeps no record from a peer's disk. It can take the
/// lease and carry nothing: after two minutes without a word of the hub the others dial by
/// themselves; it can spend bytes of the uplink on records of its own lane, on half of the line
/// while others have something, and on one altered envelope of another lane in ten minutes for each
/// chain; it can hold up a chain for ten seconds in ten minutes by promising what it does not give.
/// What it says without end is read no faster than it is dealt with and waits in two megabytes of
/// memory for each connection; answers that it does not read end the connection at sixteen. What it
/// hears of travellers stands in [org.forpost.edge.post.news]. It ends with the next trust release
/// whose revocation lists include one of the node CA that names it
/// ([org.forpost.edge.post.Revocations]): open connections are ended within five seconds of that
/// release, new ones are refused. A lane without an uplink gets that release from a peer.
@NullMarked
package org.forpost.edge.post;

import org.jspecify.annotations.NullMarked;
