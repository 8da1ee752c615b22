package org.forpost.edge.lane;

import java.util.OptionalInt;

/// One captured image as the page shows it.
///
/// @param position ISO/IEC 19794 finger position; 0 for a face
/// @param quality the device's word, 0 to 100
/// @param measured our own measure, 0 to 100; empty for a face
/// @param nfiq2 what that program says, where it was asked and answered
/// @param accepted whether the quality suffices
/// @param attempt which try this was, from 1
public record Shot(
        Modality modality,
        int position,
        int quality,
        OptionalInt measured,
        OptionalInt nfiq2,
        boolean accepted,
        int attempt) {}
