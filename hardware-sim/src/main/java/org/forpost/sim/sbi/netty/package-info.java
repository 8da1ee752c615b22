/// Serves a device of the text over plain HTTP on 127.0.0.1, as the text demands of Linux hosts.
@NullMarked
package org.forpost.sim.sbi.netty;

import org.jspecify.annotations.NullMarked;
