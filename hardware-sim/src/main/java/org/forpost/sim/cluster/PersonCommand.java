package org.forpost.sim.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.trick.Trick;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost sim person`: for trying a lane's page by hand.
@Command(
        name = "person",
        mixinStandardHelpOptions = true,
        description = "Lets somebody come to a lane's scanner and camera, or leave.")
public final class PersonCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say come or leave.");
    }

    @Command(
            name = "come",
            mixinStandardHelpOptions = true,
            description = "Somebody puts fingers on the glass whenever the scanner asks.")
    int come(
            @Mixin ControlOptions control,
            @Option(names = "--lane", required = true, paramLabel = "LANE", description = "Which.")
                    String lane,
            @Option(
                            names = "--seed",
                            required = true,
                            paramLabel = "N",
                            description = "Who: the same seed is the same person.")
                    long seed,
            @Option(
                            names = "--missing",
                            paramLabel = "POSITION",
                            split = ",",
                            description = "Fingers that the person does not have, 1 to 10.")
                    @Nullable List<Integer> missing,
            @Option(
                            names = "--bad-presses",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "How many presses go wrong first.")
                    int badPresses,
            @Option(
                            names = "--trick",
                            paramLabel = "NAME",
                            description =
                                    "What the person does unasked: other-hand, other-hand-unseen,"
                                            + " finger-again, index-for-thumb, lifted-finger, dark,"
                                            + " glare, off-centre.")
                    @Nullable String trick,
            @Option(
                            names = "--tricks",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "How often, before doing as told (default: 1).")
                    int tricks,
            @Option(
                            names = "--images",
                            paramLabel = "DIR",
                            description =
                                    "A folder of real images FINGER_IMPRESSION.png for the right"
                                            + " index finger.")
                    @Nullable Path images,
            @Option(
                            names = "--finger",
                            paramLabel = "NAME",
                            defaultValue = "101",
                            description = "Which finger of the folder.")
                    String finger) {
        control.client()
                .come(
                        lane,
                        new Person(
                                seed,
                                ControlClient.positions(missing == null ? List.of() : missing),
                                badPresses,
                                images == null
                                        ? Optional.empty()
                                        : Optional.of(
                                                new Person.Real(
                                                        images, finger, Position.RIGHT_INDEX)),
                                trick(trick),
                                tricks));
        spec.commandLine().getOut().println(lane + "  person " + seed + " is at the scanner");
        return 0;
    }

    private Optional<Trick> trick(@Nullable String label) {
        if (label == null) {
            return Optional.empty();
        }
        return Optional.of(
                Trick.ofLabel(label)
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--trick: expected one of " + Trick.labels())));
    }

    @Command(name = "leave", mixinStandardHelpOptions = true, description = "The place is empty.")
    int leave(
            @Mixin ControlOptions control,
            @Option(names = "--lane", required = true, paramLabel = "LANE", description = "Which.")
                    String lane) {
        control.client().leave(lane);
        spec.commandLine().getOut().println(lane + "  nobody is at the scanner");
        return 0;
    }
}
