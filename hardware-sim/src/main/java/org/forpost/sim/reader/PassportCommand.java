package org.forpost.sim.reader;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.forpost.sim.Refusal;
import org.forpost.sim.document.Card;
import org.forpost.sim.document.Chip;
import org.forpost.sim.document.DocumentPki;
import org.forpost.sim.document.PassportMaker;
import org.forpost.sim.document.PassportZone;
import org.forpost.sim.document.Personality;
import org.forpost.sim.document.PulledOutCard;
import org.forpost.sim.document.SlowCard;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim passport`.
@Command(
        name = "passport",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lays a simulated electronic passport on the virtual reader of vpcd, until it is taken",
            "away (the command ends) or the time given is over. Prints the zone on its page.",
            "pcscd and the package vsmartcard-vpcd must be there."
        })
public final class PassportCommand implements Callable<Integer> {
    private static final int FACE_WIDTH = 420;
    private static final int FACE_HEIGHT = 560;

    /// Chips hold faces of 12 to 20 kB; these are what issue a reading's speed is told for.
    private static final int FACE_BYTES = 28 * 1024;

    /// Into the middle of the face, after what comes before it.
    private static final int ANSWERS_BEFORE_PULLING = 60;

    @Spec private CommandSpec spec;

    @Option(
            names = "--ca",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the test authority (CSCA); made if missing.")
    private Path folder;

    @Option(
            names = "--personality",
            defaultValue = "honest",
            description = "What is wrong with it: ${COMPLETION-CANDIDATES} (default: honest).")
    private Personality personality;

    @Option(names = "--number", defaultValue = "L898902C3", description = "Document number.")
    private String number;

    @Option(names = "--surname", defaultValue = "ERIKSSON", description = "In A-Z.")
    private String surname;

    @Option(names = "--given-names", defaultValue = "ANNA MARIA", description = "In A-Z.")
    private String givenNames;

    @Option(names = "--nationality", defaultValue = "UTO", description = "Three letters.")
    private String nationality;

    @Option(names = "--born", defaultValue = "1974-08-12", description = "Date of birth.")
    private LocalDate born;

    @Option(names = "--sex", defaultValue = "F", description = "F, M or <.")
    private char sex;

    @Option(names = "--expires", defaultValue = "2032-04-15", description = "Date of expiry.")
    private LocalDate expires;

    @Option(names = "--can", defaultValue = "314159", description = "Card access number.")
    private String can;

    @Option(names = "--bac-only", description = "A chip without PACE.")
    private boolean bacOnly;

    @Option(
            names = "--face-bytes",
            defaultValue = "" + FACE_BYTES,
            description = "Length of DG2 (default: ${DEFAULT-VALUE}).")
    private int faceBytes;

    @Option(
            names = "--person",
            defaultValue = "7",
            paramLabel = "SEED",
            description = "Whose face and fingers: the seed of \"sim person come\" (default: 7).")
    private long person;

    @Option(
            names = "--fingers",
            split = ",",
            paramLabel = "N",
            description = {
                "Fingers in the chip, 1 right thumb to 10 left little, left open to whoever has"
                        + " come",
                "in; as WSQ would, in few enough bytes that three or four find room."
            })
    private List<Integer> fingers = List.of();

    @Option(names = "--port", defaultValue = "35963", description = "vpcd's port.")
    private int port;

    @Option(
            names = "--seconds",
            defaultValue = "0",
            description = "Takes it away after so long; 0 leaves it (default).")
    private long seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        SecureRandom random = new SecureRandom();
        Instant now = Clock.systemUTC().instant();
        DocumentPki pki = DocumentPki.openOrCreate(folder, now, random);
        PassportZone zone =
                new PassportZone(
                        "UTO", number, surname, givenNames, nationality, born, sex, expires);
        PassportMaker maker =
                new PassportMaker(pki.authority(), now, random)
                        .personality(personality)
                        .can(can)
                        .faceGroupOf(faceBytes);
        if (bacOnly) {
            maker.withoutPace();
        }
        Body body = new Body(person, Set.of(), 0, Map.of());
        for (int finger : fingers) {
            Position position =
                    Position.ofCode(finger)
                            .orElseThrow(() ->
                                    new Refusal("--fingers: expected 1 to 10, found " + finger));
            maker.finger(finger, body.reference(position)).fingersOpen();
        }
        PassportMaker.Made made =
                maker.make(zone, body.shot(FACE_WIDTH, FACE_HEIGHT), FACE_WIDTH, FACE_HEIGHT);
        if (personality == Personality.REVOKED) {
            pki.revoke(made.signer().certificate(), now);
        }
        Card card = new Chip(made.passport(), random);
        if (personality == Personality.SLOW) {
            card = new SlowCard(card, Duration.ofSeconds(1));
        } else if (personality == Personality.PULLED_OUT) {
            card = new PulledOutCard(card, ANSWERS_BEFORE_PULLING);
        }
        try (VirtualReader reader = lay(card)) {
            out.println(zone.lines());
            out.println("on the reader: " + personality.name().toLowerCase(Locale.ROOT));
            if (seconds > 0) {
                Thread.sleep(Duration.ofSeconds(seconds));
            } else {
                reader.await();
            }
        }
        return 0;
    }

    private VirtualReader lay(Card card) {
        try {
            return VirtualReader.lay(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), card);
        } catch (IOException e) {
            throw new Refusal(
                    "nobody listens on 127.0.0.1:"
                            + port
                            + ": install pcscd and vsmartcard-vpcd and start pcscd",
                    e);
        }
    }
}
