/// The lane's program. Here, and only here, is known who speaks to which device, disk and wire:
/// [Main] reads the command line, [LaneNode] puts the parts of one lane together.
@NullMarked
package org.forpost.edge;

import org.jspecify.annotations.NullMarked;
