package org.forpost.sim.sbi.fault;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.forpost.sim.sbi.Fault;
import org.forpost.sim.sbi.Verb;

/// Every fault by the name that the control interface and tests call it.
public final class FaultCatalogue {
    private static final Map<String, Function<Instant, Fault>> MAKERS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("broken-hash-chain", now -> new BrokenHashChain()),
                            Map.entry("endless-answer", now -> new EndlessAnswer()),
                            Map.entry("foreign-signed", ForeignSigned::new),
                            Map.entry("garbage", now -> new GarbageAnswer()),
                            Map.entry("half-answer", now -> new HalfAnswer()),
                            Map.entry("hang", now -> new Hang()),
                            Map.entry("huge-body", now -> new HugeBody()),
                            Map.entry("low-quality", now -> new LowQuality()),
                            Map.entry("not-ready", now -> new NotReady()),
                            Map.entry("other-transaction", now -> new OtherTransaction()),
                            Map.entry("unsigned-capture", now -> new UnsignedCapture()),
                            Map.entry("unsigned-digital-id", now -> new UnsignedDigitalId()),
                            Map.entry("wrong-environment", now -> new WrongEnvironment()),
                            Map.entry("wrong-purpose", now -> new WrongPurpose())));

    private FaultCatalogue() {}

    /// All names, in alphabetical order.
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /// Makes the fault of that name; `now` dates the certificates of a stranger.
    public static Optional<Fault> make(String name, Instant now) {
        return Optional.ofNullable(MAKERS.get(name)).map(maker -> maker.apply(now));
    }

    /// Where a fault strikes unless something else is asked for: captures, for most. A device that
    /// is not ready says so everywhere, and an endless answer is as easily a preview.
    public static Set<Verb> usually(String name) {
        return switch (name) {
            case "not-ready" -> EnumSet.of(Verb.DISCOVERY, Verb.INFO, Verb.CAPTURE);
            case "endless-answer" -> EnumSet.of(Verb.CAPTURE, Verb.STREAM);
            default -> EnumSet.of(Verb.CAPTURE);
        };
    }
}
