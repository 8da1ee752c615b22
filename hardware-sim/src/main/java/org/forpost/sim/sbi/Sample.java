package org.forpost.sim.sbi;

/// One captured biometric.
///
/// @param bioSubType the text's name of the finger, or empty for a face
/// @param record the ISO/IEC 19794 record
/// @param quality what the device measured on the image, 0 to 100
public record Sample(String bioSubType, byte[] record, int quality) {}
