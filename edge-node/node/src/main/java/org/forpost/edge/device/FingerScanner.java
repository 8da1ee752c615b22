package org.forpost.edge.device;

import java.util.List;

/// Takes images of fingers, one placement at a time.
public interface FingerScanner {

    /// As of the last look at it; does not block.
    DeviceStatus status();

    /// Blocks until the fingers are taken or the request's timeout (and a few seconds for the
    /// answer to arrive) has passed.
    ///
    /// @throws InterruptedException when the calling thread is interrupted: the capture is
    ///   abandoned
    CaptureOutcome<CapturedFinger> capture(FingerRequest request) throws InterruptedException;

    /// Opens the live picture of a placement, for the officer to guide the traveller's hand by.
    /// Where it cannot be opened, the preview's first word is the end, with the reason.
    ///
    /// @param positions the fingers that are about to be taken
    /// @throws InterruptedException when the calling thread is interrupted
    Preview preview(List<FingerPosition> positions) throws InterruptedException;
}
