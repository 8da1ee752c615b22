package org.forpost.edge.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.ImageFormat;
import org.forpost.edge.watchlist.Screener;
import org.forpost.edge.watchlist.Screening;
import org.forpost.edge.watchlist.SeenAtPost;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.Probe;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.quality.FingerQuality;
import org.forpost.matching.quality.nfiq2.Nfiq2Answer;
import org.forpost.matching.quality.nfiq2.Nfiq2Program;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// From captured fingers to a candidate list.
public final class FingerCapture {
    private final FingerprintExtractor extractor;
    private final Screener screener;
    private final QualityTerms terms;
    private final BiFunction<Set<RecordId>, Probe, SeenAtPost.Answer> seen;
    private final Sameness sameness = new Sameness();

    /// @param seen who was refused, referred or found at this post
    public FingerCapture(
            FingerprintExtractor extractor,
            Screener screener,
            QualityTerms terms,
            SeenAtPost seen) {
        this(extractor, screener, terms, seen::search);
    }

    /// For measuring, where nobody was seen before.
    public FingerCapture(FingerprintExtractor extractor, Screener screener, QualityTerms terms) {
        this(extractor, screener, terms, (_, _) -> SeenAtPost.Answer.none());
    }

    private FingerCapture(
            FingerprintExtractor extractor,
            Screener screener,
            QualityTerms terms,
            BiFunction<Set<RecordId>, Probe, SeenAtPost.Answer> seen) {
        this.extractor = extractor;
        this.screener = screener;
        this.terms = terms;
        this.seen = seen;
    }

    /// Takes what the scanner brought into the crossing and asks the watchlist anew about all the
    /// fingers that are there by now. Whether a try is the best so far, our own measure says, which
    /// is the same for every scanner.
    ///
    /// @param came images, each verified by the device's adapter
    /// @param missing asked for and not there
    /// @param least the device's quality that will do
    /// @return fingers from which no template could be made, with the reason, for the officer
    List<String> take(
            OpenCrossing crossing,
            List<CapturedFinger> came,
            List<FingerPosition> missing,
            int least) {
        List<String> unusable = new ArrayList<>();
        for (SeenFinger seen : read(came, unusable)) {
            CapturedFinger image = seen.image();
            boolean good =
                    image.quality() >= least
                            && seen.template() != null
                            && seen.measured() >= terms.least();
            crossing.finger(image.position()).taken(seen, seen.measured(), good);
        }
        missing.forEach(position -> crossing.finger(position).missed());
        List<SameFinger> alike = new ArrayList<>(sameness.among(crossing.templates()));
        alike.addAll(sameness.elsewhere(crossing.templates(), crossing.known()));
        crossing.alike(alike);
        crossing.screened(ask(crossing.probe()));
        lookAgain(crossing);
        return unusable;
    }

    /// Asks who was seen at this post anew, about all the fingers that are there by now.
    void lookAgain(OpenCrossing crossing) {
        List<Probe.Finger> probe = crossing.probe();
        crossing.seenByFingers(
                probe.isEmpty()
                        ? SeenAtPost.Answer.none()
                        : seen.apply(crossing.own(), new Probe(probe)));
    }

    /// A template takes some 20 ms of one core; the fingers of a slap share the cores there are.
    private List<SeenFinger> read(List<CapturedFinger> came, List<String> unusable) {
        List<Read> read = came.parallelStream().map(this::read).toList();
        read.stream().map(Read::unusable).filter(Objects::nonNull).forEach(unusable::add);
        return read.stream().map(Read::seen).toList();
    }

    private record Read(SeenFinger seen, @Nullable String unusable) {}

    private Read read(CapturedFinger image) {
        try {
            GreyImage grey = grey(image.image());
            Template template = extractor.extract(grey);
            int measured = FingerQuality.of(grey, template).score();
            return new Read(new SeenFinger(image, template, measured, nfiq2(grey)), null);
        } catch (UnusableImageException e) {
            return new Read(
                    new SeenFinger(image, null, 0, OptionalInt.empty()),
                    image.position().spoken() + ": " + e.getMessage());
        }
    }

    private OptionalInt nfiq2(GreyImage grey) {
        Nfiq2Program program = terms.nfiq2();
        if (program == null) {
            return OptionalInt.empty();
        }
        try {
            return switch (program.ask(grey)) {
                case Nfiq2Answer.Score(int score) -> OptionalInt.of(score);
                case Nfiq2Answer.NotAssessed(String why) -> {
                    System.getLogger("lane").log(System.Logger.Level.WARNING, why);
                    yield OptionalInt.empty();
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /// @throws UnusableImageException as the extractor says
    static GreyImage grey(EncodedImage image) throws UnusableImageException {
        return image.format() == ImageFormat.RAW
                ? new GreyImage(image.width(), image.height(), image.bytes(), image.dpi())
                : FingerprintExtractor.decode(image.bytes(), image.dpi());
    }

    /// What the watchlist says of fingers that belong to no crossing: for measuring.
    public Screening screen(List<CapturedFinger> came) {
        List<Probe.Finger> probe = new ArrayList<>();
        for (SeenFinger seen : read(came, new ArrayList<>())) {
            if (seen.template() != null) {
                probe.add(finger(seen.image().position(), seen.template()));
            }
        }
        return ask(probe);
    }

    static Probe.Finger finger(FingerPosition position, Template template) {
        return new Probe.Finger(org.forpost.matching.FingerPosition.of(position.code()), template);
    }

    private Screening ask(List<Probe.Finger> fingers) {
        return fingers.isEmpty()
                ? new Screening.NotCompared()
                : screener.screen(new Probe(fingers));
    }
}
