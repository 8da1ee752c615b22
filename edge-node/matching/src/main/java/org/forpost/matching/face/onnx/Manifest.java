package org.forpost.matching.face.onnx;

import java.nio.file.Path;
import java.util.List;

/// What an operator says of a pair of models.
///
/// @param threshold cosine from which two portraits are called the same person's, -1 to 1
/// @param meaning what that threshold means, and on what it was measured, for the officer
public record Manifest(Detector detector, Embedder embedder, double threshold, String meaning) {
    public Manifest {
        Bounds.check("threshold", threshold, -1, 1);
    }

    /// @param boxes name of the output with corners
    /// @param scores name of the output with scores
    /// @param leastScore from which a candidate is a face, 0 to 1
    public record Detector(
            Model model, Input input, String boxes, String scores, double leastScore) {
        public Detector {
            Bounds.check("detector.least_score", leastScore, 0, 1);
        }
    }

    /// @param output name of the output with the vector
    /// @param length numbers in the vector
    /// @param margin added around a face's box on each side, as a share of the box
    public record Embedder(Model model, Input input, String output, int length, double margin) {
        public Embedder {
            Bounds.check("embedder.length", length, 2, 4096);
            Bounds.check("embedder.margin", margin, 0, 1);
        }
    }

    /// @param sha256 of the file, 64 hexadecimal digits of either case
    public record Model(Path file, String sha256) {
        public Model {
            if (!sha256.matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException(
                        "sha256: expected 64 hexadecimal digits, got '" + sha256 + "'");
            }
        }
    }

    /// How a picture becomes the input `[1, 3, height, width]`: `(colour - mean) · scale`, colours
    /// from 0 to 255.
    ///
    /// @param name of the input
    /// @param width pixels
    /// @param height pixels
    /// @param blueFirst whether the channels are blue, green, red
    /// @param mean one per channel in the order of the model's channels
    public record Input(
            String name,
            int width,
            int height,
            boolean blueFirst,
            List<Double> mean,
            double scale) {
        public Input {
            mean = List.copyOf(mean);
            Bounds.check("input.width", width, 8, 1024);
            Bounds.check("input.height", height, 8, 1024);
            if (mean.size() != 3) {
                throw new IllegalArgumentException(
                        "input.mean: expected three numbers, got " + mean.size());
            }
            mean.forEach(each -> Bounds.check("input.mean", each, -255, 255));
            Bounds.check("input.scale", scale, 1e-6, 1e3);
        }
    }
}
