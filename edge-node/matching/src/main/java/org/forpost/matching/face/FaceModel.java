package org.forpost.matching.face;

/// What only a model can tell of faces. Safe for several threads; takes some 10 to 500 ms.
public interface FaceModel {

    Framing framing(FacePicture picture);

    /// Compares a live picture with the portrait of a document. Both faces are looked for first.
    FaceComparison compare(FacePicture live, FacePicture reference);

    /// The lane without an operator's models.
    FaceModel NONE =
            new FaceModel() {
                private static final String WHY = "no face model is configured";

                @Override
                public Framing framing(FacePicture picture) {
                    return new Framing.NotAssessed(WHY);
                }

                @Override
                public FaceComparison compare(FacePicture live, FacePicture reference) {
                    return new FaceComparison.NotAssessed(WHY);
                }
            };
}
