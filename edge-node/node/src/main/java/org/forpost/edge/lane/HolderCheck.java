package org.forpost.edge.lane;

import org.forpost.protocol.record.Verification;

/// What was captured of the traveller, compared 1:1 with what a document says is its holder's. For
/// the officer's eye; nothing is decided by it.
public sealed interface HolderCheck {
    /// Whose word the reference is.
    Verification.Source source();

    /// ISO/IEC 19794 finger position, 0 for the face.
    int position();

    /// A finger that was compared.
    ///
    /// @param score on the scale on which 40 is what SourceAFIS calls a match
    /// @param falseMatchRate how often a different person's finger reaches it
    /// @param threshold false match rate from which it is called the same finger
    record Finger(
            Verification.Source source,
            int position,
            boolean agrees,
            double score,
            double falseMatchRate,
            double threshold)
            implements HolderCheck {}

    /// A face that was compared.
    ///
    /// @param score cosine, -1 to 1
    /// @param threshold from which the operator's manifest calls it the same face
    /// @param meaning what the manifest says that the threshold means
    record Face(Verification.Source source, double score, double threshold, String meaning)
            implements HolderCheck {
        @Override
        public int position() {
            return Verification.FACE;
        }

        public boolean agrees() {
            return score >= threshold;
        }
    }

    /// Nothing was compared: neither agreement nor disagreement.
    ///
    /// @param detail in English, for the technician; may be empty
    record NotPossible(Verification.Source source, int position, Why why, String detail)
            implements HolderCheck {}

    /// Why nothing was compared. A page translates by the constant's name.
    enum Why {
        /// No operator's models are configured.
        NO_MODEL,
        /// The model finds no face, or several, in one of the pictures.
        NOT_ASSESSED,
        /// Not captured yet, or not at all.
        NOT_CAPTURED,
        /// The finger is an exception of this traveller.
        EXCEPTED,
        /// The capture shows no usable finger.
        CAPTURE_UNUSABLE,
        /// The reference shows no usable finger, or cannot be decoded.
        REFERENCE_UNUSABLE,
        /// The document does not say which finger it is.
        UNKNOWN_POSITION,
        /// The chip gave no face that may be used.
        NO_REFERENCE
    }
}
