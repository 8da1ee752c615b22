/// Degraded operation as it is now: on which rungs the lane stands, by what it knows of itself and
/// by the rules in force, and the drill in which a rung is played.
@NullMarked
package org.forpost.edge.rung;

import org.jspecify.annotations.NullMarked;
