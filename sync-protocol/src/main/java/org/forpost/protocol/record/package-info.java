/// The records of a post: what happened at a lane, written once and never changed.
@NullMarked
package org.forpost.protocol.record;

import org.jspecify.annotations.NullMarked;
