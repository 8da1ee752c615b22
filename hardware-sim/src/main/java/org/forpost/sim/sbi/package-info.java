/// The device side of MOSIP's Secure Biometric Interface, text 0.9.5/1.0 (formerly the MOSIP Device
/// Service Specification), for devices registered for the purpose `Registration`: verbs, JSON,
/// signed data and the hash chain, with no network in it. `.netty` serves it, `.fault` breaks it.
@NullMarked
package org.forpost.sim.sbi;

import org.jspecify.annotations.NullMarked;
