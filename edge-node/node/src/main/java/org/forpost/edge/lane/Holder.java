package org.forpost.edge.lane;

import java.util.List;
import java.util.Optional;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.matching.Template;
import org.forpost.protocol.record.Verification;

/// References of one person, whom the traveller claims to be: today the holder of a document with a
/// chip; the profile of an expected traveller is to be one more source.
///
/// @param face empty where there is none that may be used
/// @param fingers each with what could be made of it
record Holder(Verification.Source source, Optional<EncodedImage> face, List<Reference> fingers) {
    Holder {
        fingers = List.copyOf(fingers);
    }

    /// One finger.
    sealed interface Reference {
        FingerPosition position();
    }

    /// @param template in the views that a verification gains by
    record Usable(FingerPosition position, EncodedImage image, Template template)
            implements Reference {}

    /// @param why in English
    record Unusable(FingerPosition position, String why) implements Reference {}
}
