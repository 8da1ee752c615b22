package org.forpost.sim.scanner;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The ten fingers: the codes of ISO/IEC 19794-4 and the names of the device text.
public enum Position {
    RIGHT_THUMB(1, "Right Thumb", 3),
    RIGHT_INDEX(2, "Right IndexFinger", 2),
    RIGHT_MIDDLE(3, "Right MiddleFinger", 2),
    RIGHT_RING(4, "Right RingFinger", 2),
    RIGHT_LITTLE(5, "Right LittleFinger", 2),
    LEFT_THUMB(6, "Left Thumb", 3),
    LEFT_INDEX(7, "Left IndexFinger", 1),
    LEFT_MIDDLE(8, "Left MiddleFinger", 1),
    LEFT_RING(9, "Left RingFinger", 1),
    LEFT_LITTLE(10, "Left LittleFinger", 1);

    private final int code;
    private final String bioSubType;
    private final int deviceSubId;

    Position(int code, String bioSubType, int deviceSubId) {
        this.code = code;
        this.bioSubType = bioSubType;
        this.deviceSubId = deviceSubId;
    }

    /// 1 right thumb … 10 left little.
    public int code() {
        return code;
    }

    /// As the device text writes it.
    String bioSubType() {
        return bioSubType;
    }

    /// The finger with this code; empty where it is not 1 to 10.
    public static Optional<Position> ofCode(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }

    static Optional<Position> ofName(String bioSubType) {
        return Arrays.stream(values())
                .filter(each -> each.bioSubType.equals(bioSubType))
                .findFirst();
    }

    /// The fingers of one slap: 1 left four, 2 right four, 3 both thumbs.
    static List<Position> ofSlap(int deviceSubId) {
        return Arrays.stream(values()).filter(each -> each.deviceSubId == deviceSubId).toList();
    }
}
