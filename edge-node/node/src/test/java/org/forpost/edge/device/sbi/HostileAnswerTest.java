package org.forpost.edge.device.sbi;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.forpost.edge.device.record.BadRecordException;
import org.forpost.edge.device.record.FaceRecord;
import org.forpost.edge.device.record.FingerRecord;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a device answers is read, or refused by the name of a field: no other exception. A
/// regression over the seeds in the normal build; `deploy-scripts/fuzz.sh` looks for more.
class HostileAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final CaptureAnswer.Asked ASKED =
            new CaptureAnswer.Asked(Modality.FINGER, "t-1", "Developer", "SCAN-1", "", NOW);
    private static final DeviceTrust TRUST = LaneWithDevices.trust(Clock.systemUTC());

    private interface Reader {
        void read() throws Unacceptable, BadRecordException;
    }

    private static void readOrRefused(Reader reader) {
        try {
            reader.read();
        } catch (Unacceptable | BadRecordException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
        }
    }

    private static Stream<Arguments> answers() {
        return Stream.of(
                        "{\"biometrics\":[]}",
                        "{\"error\":{\"errorCode\":\"101\",\"errorInfo\":\"no finger\"}}",
                        "{\"biometrics\":[{\"specVersion\":\"0.9.5\",\"data\":\"e30.e30.AA\","
                                + "\"hash\":\"00\",\"error\":{\"errorCode\":\"0\",\"errorInfo\":\"\"}}]}",
                        "{\"biometrics\":[{\"error\":{\"errorCode\":\"201\",\"errorInfo\":\"timeout\"}}]}")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("answers")
    @FuzzTest
    void anAnswer(byte[] bytes) {
        readOrRefused(() -> CaptureAnswer.verify(bytes, ASKED, TRUST, NOW));
    }

    private static Stream<Arguments> fingers() {
        return Stream.of(Arguments.of((Object) Records.finger2011(2)));
    }

    @MethodSource("fingers")
    @FuzzTest
    void aFingerRecord(byte[] bytes) {
        readOrRefused(() -> FingerRecord.parse(bytes, "bioValue"));
    }

    private static Stream<Arguments> faces() {
        byte[] picture = Records.picture("png", Records.WIDTH, Records.HEIGHT);
        return Stream.of(
                Arguments.of((Object) Records.face2011(2, Records.WIDTH, Records.HEIGHT, picture)),
                Arguments.of((Object) Records.face2005(2, Records.WIDTH, Records.HEIGHT, picture)));
    }

    @MethodSource("faces")
    @FuzzTest
    void aFaceRecord(byte[] bytes) {
        readOrRefused(() -> FaceRecord.parse(bytes, "bioValue"));
    }
}
