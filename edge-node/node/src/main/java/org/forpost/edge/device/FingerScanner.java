package org.forpost.edge.device;

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

    /// Opens the live picture, for the officer to guide the traveller's hand by.
    ///
    /// @throws InterruptedException when the calling thread is interrupted
    Preview preview() throws InterruptedException;
}
