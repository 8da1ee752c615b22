package org.forpost.protocol.world;

/// A mistake that somebody could make, made on purpose: the world has to find it.
enum PlantedBug {
    NONE("nothing"),
    /// A lane is told *recorded* before the disk has confirmed it.
    RECORDED_BEFORE_FORCE("NothingAcknowledgedIsLost"),
    /// The hub answers as soon as the ledger has the bytes.
    ANSWER_BEFORE_FORCE("NothingAcknowledgedIsLost"),
    /// A hub that restarts does not read the end of its ledger.
    LEDGER_READ_SHORT("ReceiptNeverRetracted"),
    /// The hub writes an entry again that it has written already.
    LEDGER_WRITTEN_TWICE("NothingCountedTwice"),
    /// The release in force is not made durable.
    RELEASE_NOT_KEPT("ReleaseNeverGoesBack"),
    /// A post tells its conversation of nothing that it recorded, and its clock does not wake it.
    NEVER_WAKES("BacklogAlwaysDrains");

    final String caughtBy;

    PlantedBug(String caughtBy) {
        this.caughtBy = caughtBy;
    }
}
