package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import org.forpost.sim.traveller.RealFinger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim nominal`.
@Command(
        name = "nominal",
        mixinStandardHelpOptions = true,
        description =
                "Writes the nominal of the cast for a watchlist: biographic data, and impressions"
                        + " of two fingers that are not those presented at a lane.")
public final class NominalCommand implements Callable<Integer> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<Position, String> FILES =
            new EnumMap<>(
                    Map.of(
                            Position.RIGHT_INDEX, "right-index.png",
                            Position.LEFT_INDEX, "left-index.png"));

    @Spec private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "2026",
            description = "As for 'play' (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The JSON file; the images go beside it.")
    private Path out;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "As for 'play': the right index finger is a real one of this folder.")
    private @Nullable Path images;

    @Option(
            names = "--finger",
            paramLabel = "NAME",
            defaultValue = "101",
            description = "Which finger of --images (default: ${DEFAULT-VALUE}).")
    private String finger;

    @Override
    public Integer call() throws IOException {
        Traveller nominal =
                new Cast(seed, LocalDate.now(Clock.systemUTC())).traveller(Cast.NOMINAL);
        Body body = new Body(nominal.seed(), Set.of(), 0, Map.of());
        Path folder = out.toAbsolutePath().getParent();
        if (folder == null) {
            folder = Path.of("").toAbsolutePath();
        }
        Files.createDirectories(folder);

        ObjectNode root = NODES.objectNode();
        ObjectNode entry = root.putArray("nominals").addObject();
        entry.put("id", "N-0001");
        entry.put("surname", nominal.surname());
        entry.put("givenNames", nominal.givenNames());
        entry.put("birthDate", nominal.birthDate().toString());
        entry.put("nationality", nominal.nationality());
        entry.put("action", "Refer to second line");
        ArrayNode fingers = entry.putArray("fingers");
        for (Map.Entry<Position, String> file : FILES.entrySet()) {
            GreyImage reference =
                    images != null && file.getKey() == Position.RIGHT_INDEX
                            ? RealFinger.reference(images, finger)
                            : body.reference(file.getKey());
            Files.write(folder.resolve(file.getValue()), reference.toPng());
            fingers.addObject().put("position", file.getKey().code()).put("image", file.getValue());
        }
        Files.writeString(
                out,
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root)
                        + "\n");
        spec.commandLine()
                .getOut()
                .println(
                        "nominal N-0001, "
                                + nominal.spokenName()
                                + ", with "
                                + FILES.size()
                                + " fingers: "
                                + out);
        return 0;
    }
}
