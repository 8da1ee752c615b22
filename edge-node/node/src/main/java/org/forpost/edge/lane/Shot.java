package org.forpost.edge.lane;

/// One captured image as the page shows it.
///
/// @param position ISO/IEC 19794 finger position; 0 for a face
/// @param quality the device's word, 0 to 100
/// @param accepted whether the quality suffices
/// @param attempt which try this was, from 1
public record Shot(Modality modality, int position, int quality, boolean accepted, int attempt) {}
