package org.forpost.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.record.TrustedTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is proved of the time survives a restart, and a damaged file is told of and not believed.
class TimeFileTest {
    @TempDir private Path folder;

    @Test
    void whatWasWrittenIsRead() throws Exception {
        List<String> said = new ArrayList<>();
        assertEquals(TrustedTime.Kept.NOTHING, new TimeFile(folder).read(said::add));
        var kept = new TrustedTime.Kept(1_795_000_000_000L, 86_400_000);
        new TimeFile(folder).write(new TrustedTime.Kept(1, 2));
        new TimeFile(folder).write(kept);
        assertEquals(kept, new TimeFile(folder).read(said::add));
        assertEquals(List.of(), said);
    }

    @Test
    void noDamagedFileIsBelieved() throws Exception {
        new TimeFile(folder).write(new TrustedTime.Kept(1_795_000_000_000L, 86_400_000));
        byte[] whole = Files.readAllBytes(folder.resolve("time"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve("time"), java.util.Arrays.copyOf(whole, length));
            List<String> said = new ArrayList<>();
            assertEquals(TrustedTime.Kept.NOTHING, new TimeFile(folder).read(said::add));
            assertEquals(1, said.size());
        }
        Files.write(folder.resolve("time"), new byte[1 << 20]);
        List<String> said = new ArrayList<>();
        assertEquals(TrustedTime.Kept.NOTHING, new TimeFile(folder).read(said::add));
        assertEquals(1, said.size());
    }
}
