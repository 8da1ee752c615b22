package org.forpost.matching.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.bench.Distractors.Extraction;
import org.forpost.matching.evaluate.ImageSet.Impression;
import org.forpost.matching.evaluate.Verification.Opened;
import org.forpost.matching.images.ImageFile;
import org.forpost.matching.sourceafis.Baseline;

/// The real fingers of a study, as one extractor sees them.
///
/// @param enrolled the first usable impression of each finger, which lies in the gallery
/// @param probes all others
/// @param unused file and reason of each image in which nothing was found
record RealFingers(List<Print> enrolled, List<Print> probes, Map<String, String> unused) {

    /// One image's minutiae.
    ///
    /// @param finger whose it is, by number over all sets
    /// @param person whose finger: two fingers of one set that follow each other count as one
    ///   person's, so that people with two fingers can be searched, too
    record Print(int finger, int person, Template template) {

        /// The name in a gallery of fingers that have nothing to do with each other.
        String single() {
            return "finger " + finger;
        }

        /// The name in a gallery of people.
        String of() {
            return "person " + person;
        }
    }

    static RealFingers extract(
            List<Opened> sets, OptionalDouble dpi, Extraction extraction, Progress progress) {
        List<Impression> files = new ArrayList<>();
        List<int[]> whose = new ArrayList<>();
        int finger = -1;
        int person = -1;
        for (Opened set : sets) {
            String last = "";
            int inSet = 0;
            for (Impression impression : set.readable()) {
                if (!impression.finger().equals(last)) {
                    finger++;
                    person += inSet++ % 2 == 0 ? 1 : 0;
                }
                last = impression.finger();
                files.add(impression);
                whose.add(new int[] {finger, person});
            }
        }
        Map<String, String> unused = new ConcurrentHashMap<>();
        List<Optional<Template>> templates =
                IntStream.range(0, files.size())
                        .parallel()
                        .mapToObj(i -> {
                            Optional<Template> template =
                                    template(files.get(i), dpi, extraction, unused);
                            progress.step(1);
                            return template;
                        })
                        .toList();
        List<Print> enrolled = new ArrayList<>();
        List<Print> probes = new ArrayList<>();
        Set<Integer> there = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            int[] of = whose.get(i);
            templates
                    .get(i)
                    .map(template -> new Print(of[0], of[1], template))
                    .ifPresent(print -> (there.add(print.finger) ? enrolled : probes).add(print));
        }
        return new RealFingers(
                List.copyOf(enrolled), List.copyOf(probes), new LinkedHashMap<>(unused));
    }

    private static Optional<Template> template(
            Impression impression,
            OptionalDouble dpi,
            Extraction extraction,
            Map<String, String> unused) {
        try {
            ImageFile file = ImageFile.open(impression.file(), dpi);
            return Optional.of(
                    switch (extraction) {
                        case FORPOST -> new FingerprintExtractor().extract(file.decode());
                        case SOURCEAFIS -> {
                            file.decode(); // SourceAFIS answers damage with whatever breaks first
                            yield Template.decode(new Baseline(file.bytes(), file.dpi()).encode());
                        }
                    });
        } catch (IOException
                | UnusableImageException
                | UnusableTemplateException
                | RuntimeException e) {
            unused.put(impression.file().toString(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// Gallery and probes together.
    List<Print> all() {
        List<Print> all = new ArrayList<>(enrolled);
        all.addAll(probes);
        return all;
    }
}
