/// What both ends must agree on, bit for bit: see `SPEC.md` beside this module.
///
/// Nothing here opens a socket or a database, starts a thread or reads the wall clock. Six things
/// come in from outside: clock, randomness, scheduler, store, transport and crypto.
@NullMarked
package org.forpost.protocol;

import org.jspecify.annotations.NullMarked;
