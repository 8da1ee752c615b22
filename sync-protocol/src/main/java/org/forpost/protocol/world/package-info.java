/// A world of one seed: posts, a hub, their disks and the links between them, all simulated; only
/// the protocol is real. The same seed gives the same trace.
///
/// Records take up to three roads at once. The wire is in every world. In half of them the lanes
/// keep and carry for each other over a LAN. In a quarter sticks travel, which are pulled, full,
/// damaged, copied and brought again, with answers that come late, twice, to a machine with another
/// disk, or never. A stick holds its packer's own records only, not what it keeps for its peers,
/// and every post has a line again once faults stop: a post that only sticks serve is not played
/// here.
@NullMarked
package org.forpost.protocol.world;

import org.jspecify.annotations.NullMarked;
