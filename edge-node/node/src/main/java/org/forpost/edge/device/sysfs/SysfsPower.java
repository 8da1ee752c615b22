package org.forpost.edge.device.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.forpost.edge.device.PowerSupply;

/// The kernel's power supplies (Linux `Documentation/ABI/testing/sysfs-class-power`): a folder
/// each, with `type` (`Mains`, `USB`, `Battery`, `UPS`), `online` and `status`.
///
/// On battery: a battery discharges, and no mains is online. A machine without any entry, as most
/// desktops and all virtual machines, is on mains for all that it knows.
public final class SysfsPower implements PowerSupply {
    public static final Path FOLDER = Path.of("/sys/class/power_supply");

    /// A few batteries, a few inlets; more is no lane.
    private static final int MOST_SUPPLIES = 32;

    private static final int MOST_BYTES = 64;

    private final Path folder;

    /// @param folder may be absent
    public SysfsPower(Path folder) {
        this.folder = folder;
    }

    @Override
    public boolean onBattery() {
        boolean discharging = false;
        for (Path supply : supplies()) {
            switch (word(supply, "type")) {
                case "Mains", "USB" -> {
                    if (word(supply, "online").equals("1")) {
                        return false;
                    }
                }
                case "Battery", "UPS" ->
                        discharging |= word(supply, "status").equals("Discharging");
                default -> {
                    // Chargers of other kinds tell nothing of the lane.
                }
            }
        }
        return discharging;
    }

    private List<Path> supplies() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.limit(MOST_SUPPLIES).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String word(Path supply, String name) {
        try (var in = Files.newInputStream(supply.resolve(name))) {
            return new String(in.readNBytes(MOST_BYTES), java.nio.charset.StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
