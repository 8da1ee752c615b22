/// Passport readers: lays a [org.forpost.sim.document.Card] on the virtual reader of `vpcd`
/// (package `vsmartcard-vpcd`), which pcscd shows to PC/SC programs like any other.
@NullMarked
package org.forpost.sim.reader;

import org.jspecify.annotations.NullMarked;
