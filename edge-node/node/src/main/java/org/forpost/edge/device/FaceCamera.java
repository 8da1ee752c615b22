package org.forpost.edge.device;

/// Takes images of a face.
public interface FaceCamera {

    /// As of the last look at it; does not block.
    DeviceStatus status();

    /// As [FingerScanner#capture].
    ///
    /// @throws InterruptedException when the calling thread is interrupted: the capture is
    ///   abandoned
    CaptureOutcome<CapturedFace> capture(FaceRequest request) throws InterruptedException;

    /// The live picture.
    ///
    /// @throws InterruptedException when the calling thread is interrupted
    Preview preview() throws InterruptedException;
}
