/// Speaks to scanners and cameras by MOSIP's Secure Biometric Interface, the text 0.9.5 and 1.0.
///
/// A device is a small HTTP server on a loopback port of 4501 to 4600, with four methods of its
/// own:
///
/// ```
/// MOSIPDISC  /device    what are you?             unsigned JSON
/// MOSIPDINFO /info      who are you?              a JWT, signed by the device
/// RCAPTURE   /capture   take these fingers        one JWT for each finger or face
/// STREAM     /stream    show me                   multipart JPEG, unsigned
/// ```
///
/// An answer passes these gates, in this order, and nothing behind a gate is looked at before it:
///
/// 1. [DeviceWire]: bytes within a size and a time.
/// 2. [DeviceJson]: JSON within a depth and a length.
/// 3. [SignedToken] and [DeviceTrust]: RS256, by a certificate that leads to a trust anchor.
/// 4. [CaptureAnswer]: this device, this transaction, purpose, environment and time; [HashChain].
/// 5. A sound ISO/IEC 19794 record ([org.forpost.edge.device.record.FingerRecord]) of a finger that
///    was asked for.
/// 6. The quality that was asked for, whatever the device calls it.
///
/// Devices in the field answer `Success` with less quality than was asked, take a body only where
/// the header is spelled `Content-Length`, and leave `digitalId` unsigned in discovery: discovery
/// is therefore a hint, and the signed information the word.
///
/// Only devices that sign their digital id and their captures with one key are taken (the text's
/// level L0). Level L1 has a second key in a chip; that needs a second trust anchor, which is not
/// here yet.
@NullMarked
package org.forpost.edge.device.sbi;

import org.jspecify.annotations.NullMarked;
