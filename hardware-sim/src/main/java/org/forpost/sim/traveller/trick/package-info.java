/// What travellers do before honest devices: each habit is one small file, and the catalogue names
/// them. A habit goes on for a number of presses or shots, and then the traveller does as told.
@NullMarked
package org.forpost.sim.traveller.trick;

import org.jspecify.annotations.NullMarked;
