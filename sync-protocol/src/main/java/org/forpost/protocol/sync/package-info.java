/// Both ends of the conversation as state machines: events in, actions out, no I/O.
@NullMarked
package org.forpost.protocol.sync;

import org.jspecify.annotations.NullMarked;
