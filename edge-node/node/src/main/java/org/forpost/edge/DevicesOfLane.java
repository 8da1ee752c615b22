package org.forpost.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.config.EdgeConfig.Kind;
import org.forpost.edge.config.EdgeConfig.Wanted;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.LaneDevices;
import org.forpost.edge.device.libfprint.LibfprintScanner;
import org.forpost.edge.device.pcsc.PcscReader;
import org.forpost.edge.device.sbi.DeviceTrust;
import org.forpost.edge.device.sbi.ExpectedDevice;
import org.forpost.edge.device.sbi.SbiDevices;
import org.forpost.edge.lane.LanePolicy;
import org.forpost.edge.lane.QualityTerms;
import org.forpost.matching.face.FaceModel;
import org.forpost.matching.face.onnx.Manifest;
import org.forpost.matching.face.onnx.ModelRefusedException;
import org.forpost.matching.face.onnx.OnnxFaces;
import org.forpost.matching.quality.nfiq2.Nfiq2Program;
import org.jspecify.annotations.Nullable;

/// What the configuration says of the lane's devices, and the devices themselves: scanner, camera,
/// document reader, and what assesses their images.
final class DevicesOfLane {
    /// Debian's memory file system, where an image is in no file of a disk.
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    /// It takes a fifth of a second for a finger; nobody waits for it much longer.
    private static final Duration NFIQ2_PATIENCE = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final LaneBox box;
    private final EdgeConfig config;
    private final Opened opened;
    private final SbiDevices sbi;
    private final LaneDevices biometric;
    private final @Nullable CardReader reader;
    private final FaceModel faces;

    /// @param given reader of documents, null for the one that the configuration names
    /// @param opened closes them
    DevicesOfLane(LaneBox box, @Nullable CardReader given, Opened opened)
            throws IOException, InterruptedException {
        this.box = box;
        this.config = box.config();
        this.opened = opened;
        this.sbi = opened.keep(sbi());
        this.biometric = withScanner();
        this.faces = openFaces();
        this.reader = given == null ? openReader() : opened.keep(given);
    }

    /// What takes biometrics.
    LaneDevices biometric() {
        return biometric;
    }

    @Nullable CardReader reader() {
        return reader;
    }

    /// All of it.
    LaneDevices all() {
        return new LaneEquipment(biometric, reader);
    }

    FaceModel faces() {
        return faces;
    }

    /// Looks again and again which devices are there.
    void watch() {
        sbi.watch(LOOK);
    }

    private SbiDevices sbi() throws IOException {
        EdgeConfig.Devices wanted = config.devices();
        Wanted finger = wanted(Kind.FINGER);
        Wanted face = wanted(Kind.FACE);
        return new SbiDevices(
                ExpectedDevice.scanner(serial(finger), first(wanted, finger), last(wanted, finger)),
                ExpectedDevice.camera(serial(face), first(wanted, face), last(wanted, face)),
                wanted.environment(),
                DeviceTrust.read(wanted.trust(), box.clock()),
                box.clock());
    }

    private LaneDevices withScanner() throws InterruptedException {
        EdgeConfig.Libfprint libfprint = wanted(Kind.FINGER).libfprint();
        if (libfprint == null) {
            return sbi;
        }
        Optional<LibfprintScanner> scanner =
                LibfprintScanner.open(Map.of(), libfprint.driver(), libfprint.dpi(), box.clock());
        if (scanner.isEmpty()) {
            box.says()
                    .accept(
                            "no scanner by libfprint: install libfprint-2-2; until then scanners"
                                    + " behind SBI are looked for");
            return sbi;
        }
        return new OtherScanner(opened.keep(scanner.get()), sbi);
    }

    private @Nullable CardReader openReader() {
        String name = config.devices().reader();
        if (name == null) {
            return null;
        }
        try {
            // The page looks every second, so nobody need be told of a change here.
            return opened.keep(PcscReader.open(name, box.clock(), () -> {}));
        } catch (CardReader.ReaderGoneException e) {
            box.says().accept("no document reader: " + e.getMessage());
            return null;
        }
    }

    /// A lane without face models is a lane; a technician hears why it is one.
    private FaceModel openFaces() {
        Manifest manifest = config.capture().faces();
        if (manifest == null) {
            return FaceModel.NONE;
        }
        try {
            return opened.keep(OnnxFaces.open(manifest));
        } catch (ModelRefusedException e) {
            box.says().accept("faces are not assessed: " + e.getMessage());
            return FaceModel.NONE;
        }
    }

    QualityTerms quality() {
        Path nfiq2 = config.capture().nfiq2();
        return new QualityTerms(
                config.capture().leastQuality(),
                nfiq2 == null ? null : new Nfiq2Program(nfiq2, IN_MEMORY, NFIQ2_PATIENCE));
    }

    LanePolicy policy() {
        return new LanePolicy(
                config.zone(),
                wanted(Kind.FINGER).quality(),
                wanted(Kind.FACE).quality(),
                config.devices().patience(),
                config.capture().singly() || wanted(Kind.FINGER).libfprint() != null);
    }

    private Wanted wanted(Kind kind) {
        return config.devices().wanted().stream()
                .filter(device -> device.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static int first(EdgeConfig.Devices all, Wanted one) {
        return one.port() == 0 ? all.firstPort() : one.port();
    }

    private static int last(EdgeConfig.Devices all, Wanted one) {
        return one.port() == 0 ? all.lastPort() : one.port();
    }

    private static String serial(Wanted wanted) {
        String serial = wanted.serial();
        return serial == null ? "" : serial;
    }
}
