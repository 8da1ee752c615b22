/// What a lane holds against a traveller and his passport: a finger scanner, a face camera, a card
/// reader.
///
/// These are the ideas; nothing here knows how a device is spoken to. The adapters stand one level
/// below (`sbi` speaks MOSIP's Secure Biometric Interface, `libfprint` and `pcsc` to the libraries
/// of those names).
///
/// All calls block and belong on a virtual thread. Each is bounded by the timeout in its request,
/// and interrupting the thread ends it. Whatever a device answers is checked by the adapter before
/// it gets here: an image in a [CaptureOutcome.Captured] or [CaptureOutcome.Poor] was signed by a
/// trusted device, for this very transaction; but for those of `libfprint`, whose scanners sign
/// nothing.
@NullMarked
package org.forpost.edge.device;

import org.jspecify.annotations.NullMarked;
