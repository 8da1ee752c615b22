/// Stories of travellers at a whole lane: real journal, real H2, real sockets, simulated devices.
@NullMarked
package org.forpost.edge;

import org.jspecify.annotations.NullMarked;
