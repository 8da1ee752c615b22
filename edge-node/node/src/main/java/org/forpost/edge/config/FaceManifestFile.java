package org.forpost.edge.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forpost.matching.face.onnx.Manifest;
import org.tomlj.TomlArray;

/// Reads what an operator says of the face models that lie beside the file:
///
/// ```
/// threshold = 0.38             # cosine from which two portraits are one person's
/// meaning = "FMR 1e-4 on 2,000 pairs of our own, 2026-10"
///
/// [detector]
/// file = "detector.onnx"
/// sha256 = "…"
/// input = "input"              # [1, 3, height, width]: (colour - mean) * scale, colours 0 to 255
/// width = 320
/// height = 240
/// blue_first = false
/// mean = [127.0, 127.0, 127.0]
/// scale = 0.0078125
/// boxes = "boxes"              # [1, n, 4] left, top, right, bottom, 0 to 1
/// scores = "scores"            # [1, n] or [1, n, 2]
/// least_score = 0.7
///
/// [embedder]                   # file, sha256, input, … as above, and
/// output = "embedding"
/// length = 512
/// margin = 0.1                 # around the box, as a share of it
/// ```
final class FaceManifestFile {
    private FaceManifestFile() {}

    /// @param base where the models' files are relative to
    static Manifest of(Table top, Path base) throws BadConfigException {
        Table find = required(top, "detector");
        Table tell = required(top, "embedder");
        try {
            Manifest manifest =
                    new Manifest(
                            new Manifest.Detector(
                                    model(find, base),
                                    input(find),
                                    name(find, "boxes"),
                                    name(find, "scores"),
                                    find.real("least_score", 0, 1)),
                            new Manifest.Embedder(
                                    model(tell, base),
                                    input(tell),
                                    name(tell, "output"),
                                    tell.number("length", 2, 4096, null),
                                    tell.real("margin", 0, 1)),
                            top.real("threshold", -1, 1),
                            top.text("meaning", "[^\\p{Cntrl}]{1,200}", "a sentence"));
            find.end();
            tell.end();
            top.end();
            return manifest;
        } catch (IllegalArgumentException e) {
            throw new BadConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static Table required(Table top, String key) throws BadConfigException {
        Table table = top.table(key);
        if (table == null) {
            throw top.wrong(key, "a table [" + key + "]");
        }
        return table;
    }

    private static Manifest.Model model(Table table, Path base) throws BadConfigException {
        return new Manifest.Model(
                base.resolve(table.text("file", ".{1,4096}", "a path")).normalize(),
                table.text("sha256", "[0-9a-fA-F]{64}", "64 hexadecimal digits"));
    }

    private static Manifest.Input input(Table table) throws BadConfigException {
        List<Double> mean = new ArrayList<>();
        if (table.ask("mean") instanceof TomlArray array && array.size() == 3) {
            for (int i = 0; i < 3; i++) {
                if (array.get(i) instanceof Number number) {
                    mean.add(number.doubleValue());
                }
            }
        }
        if (mean.size() != 3) {
            throw table.wrong("mean", "three numbers, such as [127.5, 127.5, 127.5]");
        }
        return new Manifest.Input(
                name(table, "input"),
                table.number("width", 8, 1024, null),
                table.number("height", 8, 1024, null),
                table.ask("blue_first") instanceof Boolean first && first,
                mean,
                table.real("scale", 1e-6, 1e3));
    }

    private static String name(Table table, String key) throws BadConfigException {
        return table.text(key, "[A-Za-z0-9_./:-]{1,200}", "the name that the model gives it");
    }
}
