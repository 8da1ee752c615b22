package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.junit.jupiter.api.Test;

/// Releases come over a wire and on sticks at once.
class ReleasesTest {
    private static final byte[] CONTENT = {1, 2, 3};

    private final Releases releases =
            new Releases(Map.of(Role.WATCHLIST, 0L, Role.RULES, 0L), (message, signature) -> true);

    @Test
    void whileOneIsBeingInstalledNoEarlierOneOvertakesIt() {
        assertEquals(List.of(2L), brought(Role.WATCHLIST, 2));
        assertEquals(List.of(), brought(Role.WATCHLIST, 1), "it might be put in force last");
        assertEquals(List.of(7L), brought(Role.RULES, 7), "another role does not wait");

        releases.installed(manifest(Role.WATCHLIST, 2));
        assertEquals(List.of(3L), brought(Role.WATCHLIST, 3));
    }

    @Test
    void oneThatCouldNotBeInstalledKeepsNoOtherAway() {
        assertEquals(List.of(2L), brought(Role.WATCHLIST, 2));
        releases.notInstalled(manifest(Role.WATCHLIST, 2));
        assertEquals(List.of(3L), brought(Role.WATCHLIST, 3));
    }

    private List<Long> brought(Role role, long number) {
        List<EdgeAction> actions = new ArrayList<>();
        byte[] signed = manifest(role, number).sign(new byte[8], message -> new byte[64]);
        releases.brought(signed, CONTENT, actions);
        return actions.stream()
                .map(action -> ((EdgeAction.Install) action).manifest().number())
                .toList();
    }

    private static Manifest manifest(Role role, long number) {
        return new Manifest(role, number, 1, 2, Sha256.of(CONTENT), CONTENT.length);
    }
}
