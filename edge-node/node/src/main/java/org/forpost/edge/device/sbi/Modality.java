package org.forpost.edge.device.sbi;

/// The text's names for what a device takes.
enum Modality {
    FINGER("Finger"),
    FACE("Face");

    private final String bioType;

    Modality(String bioType) {
        this.bioType = bioType;
    }

    String bioType() {
        return bioType;
    }
}
