package org.forpost.matching.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.forpost.matching.Template;
import org.forpost.matching.batch.TemplateRecords;
import org.forpost.matching.batch.TemplateRecords.TemplateRecord;
import org.forpost.matching.bench.Distractors;

/// Where the fingers of nobody come from. Each has a number; the same number is always the same
/// finger.
sealed interface DistractorSource {
    /// At once in memory: some 2 MB of templates, 45 MB as SourceAFIS's objects.
    int BATCH = 4_000;

    /// Numbers `from` to `to - 1`.
    ///
    /// @throws IOException where they are damaged or too few; names the file
    void read(int from, int to, Batch batch) throws IOException;

    /// For people: what they are made of.
    String provenance();

    /// Takes some.
    @FunctionalInterface
    interface Batch {
        /// @param first the number of the first
        void take(int first, List<Template> templates);
    }

    /// Images of the ridge generator and variations of them.
    record Synthetic(List<Template> base) implements DistractorSource {
        @Override
        public void read(int from, int to, Batch batch) {
            for (int first = from; first < to; first += BATCH) {
                List<Template> some = new ArrayList<>();
                for (int i = first; i < Math.min(to, first + BATCH); i++) {
                    some.add(Distractors.distractor(base, i));
                }
                batch.take(first, some);
            }
        }

        @Override
        public String provenance() {
            return base.size() + " synthetic fingers and variations of them";
        }
    }

    /// A file of native templates, see [TemplateRecords].
    record Recorded(Path file) implements DistractorSource {
        @Override
        public void read(int from, int to, Batch batch) throws IOException {
            List<Template> some = new ArrayList<>();
            try (TemplateRecords records = new TemplateRecords(file)) {
                for (int i = 0; i < to; i++) {
                    Optional<TemplateRecord> next = records.next();
                    if (next.isEmpty()) {
                        throw new IOException(
                                file + ": expected " + to + " distractors, the file has " + i);
                    }
                    if (i < from) {
                        continue;
                    }
                    switch (next.get()) {
                        case TemplateRecord.Usable usable -> some.add(usable.template());
                        case TemplateRecord.Quarantined bad ->
                                throw new IOException(
                                        file + ": record " + bad.number() + ": " + bad.reason());
                    }
                    if (some.size() == BATCH || i == to - 1) {
                        batch.take(i + 1 - some.size(), List.copyOf(some));
                        some.clear();
                    }
                }
            }
        }

        @Override
        public String provenance() {
            return file.toString();
        }
    }
}
