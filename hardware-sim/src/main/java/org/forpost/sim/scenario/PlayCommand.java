package org.forpost.sim.scenario;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.forpost.sim.cluster.ControlOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim play`.
@Command(
        name = "play",
        mixinStandardHelpOptions = true,
        description = {
            "Lets travellers cross, as they and the officer would, and says what happens.",
            "Exit code 3: all were recorded, but something was not as it should be."
        })
public final class PlayCommand implements Callable<Integer> {
    private static final int SURPRISED = 3;

    @Spec private CommandSpec spec;
    @Mixin private ControlOptions control;
    @Mixin private LaneOptions lanes;

    @Option(
            names = "--hub-url",
            paramLabel = "URL",
            description =
                    "The hub's page; with it, what the hub has counted and what the lanes still"
                            + " keep is said at the end.")
    private @Nullable String hub;

    @Option(
            names = "--travellers",
            paramLabel = "N-M",
            defaultValue = "1-12",
            converter = NumberRange.Converter.class,
            description =
                    "Who comes: numbers of the cast; 1 to 12 have roles, the others are ordinary."
                            + " (default: ${DEFAULT-VALUE})")
    private NumberRange travellers;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "2026",
            description = "The same seed is the same people (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--story",
            required = true,
            paramLabel = "FILE",
            description = "What was seen is appended to this file, for 'verdict'.")
    private Path story;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "A folder of real images FINGER_IMPRESSION.png: the nominal's right index"
                            + " finger.")
    private @Nullable Path images;

    @Option(
            names = "--finger",
            paramLabel = "NAME",
            defaultValue = "101",
            description = "Which finger of --images (default: ${DEFAULT-VALUE}).")
    private String finger;

    @Option(names = "--json", description = "One JSON object a line instead of plain lines.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Clock clock = Clock.systemUTC();
        Telling telling = new Telling(spec.commandLine().getOut(), clock, json);
        Play play =
                new Play(
                        control.client(),
                        lanes.clients(),
                        story,
                        telling,
                        images == null
                                ? Optional.empty()
                                : Optional.of(Play.realFinger(images, finger)));
        Cast cast = new Cast(seed, LocalDate.now(clock));
        List<String> surprises = new ArrayList<>();
        for (int number : travellers.numbers()) {
            surprises.addAll(play.play(cast.traveller(number)));
        }
        if (hub != null) {
            telling.say(
                    "hub",
                    new HubClient(LaneOptions.url("--hub-url", hub)).summary()
                            + "; records still at the post: "
                            + lanes.clients().stream()
                                    .map(LaneClient::backlog)
                                    .collect(Collectors.joining(", ")));
        }
        for (String surprise : surprises) {
            telling.say("WRONG", surprise);
        }
        return surprises.isEmpty() ? 0 : SURPRISED;
    }
}
