package org.forpost.edge.post;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction.CarriedAway.Outcome;
import org.forpost.protocol.sync.HubConversation;
import org.jspecify.annotations.Nullable;

/// One incarnation of one lane's journal that is carried: the hello that names it to the hub, and
/// its four chains.
final class CarriedJournal {
    /// Among sources: what this lane keeps itself.
    static final String HERE = "";

    /// The hub answers a hello within a round trip; a broker may have taken it when the hub was not
    /// there.
    static final long HELLO_MILLIS = 15_000;

    /// What the hub's console knows of a lane is not older than this.
    private static final long HELLO_AGAIN_MILLIS = 300_000;

    /// Hellos that the hub refuses one after the other.
    private static final int MOST_REFUSED = 12;

    private final String node;
    private final byte[] incarnation;
    private final String firstOf;
    private final Map<Priority, CarriedChain> chains = new EnumMap<>(Priority.class);

    /// Its hello, as each source gave it.
    private final Map<String, byte[]> hellos = new HashMap<>();

    /// Hashes of hellos that the hub refused.
    private final Set<String> refused = new HashSet<>();

    private long saidAt = -1;
    private long notBefore;

    /// @param firstOf who spoke of it first
    CarriedJournal(String node, byte[] incarnation, String firstOf) {
        this.node = node;
        this.incarnation = incarnation.clone();
        this.firstOf = firstOf;
        for (Priority priority : Priority.values()) {
            chains.put(priority, new CarriedChain(this, priority));
        }
    }

    String node() {
        return node;
    }

    byte[] incarnation() {
        return incarnation;
    }

    String firstOf() {
        return firstOf;
    }

    List<CarriedChain> chains() {
        return List.copyOf(chains.values());
    }

    CarriedChain chain(Priority priority) {
        return Objects.requireNonNull(chains.get(priority));
    }

    /// Whether the hub has said in this contact what it holds of it.
    private boolean isKnown() {
        return chains.values().stream().allMatch(CarriedChain::isKnown);
    }

    /// @param signed its hello, as this source has it
    void hello(String source, byte[] signed, long now) {
        hellos.put(source, signed.clone());
        if (source.equals(node) && saidAt >= 0 && isKnown() && now - saidAt >= HELLO_AGAIN_MILLIS) {
            greetAgain();
        }
    }

    /// The hello to go by; null where there is none that the hub has not refused.
    byte @Nullable [] hello() {
        return hellos.entrySet().stream()
                .filter(one -> !refused.contains(hash(one.getValue())))
                .max(Comparator.comparingInt(one -> rank(one.getKey())))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /// Whom to believe on who a lane is: itself, then what it once gave to this one.
    private int rank(String source) {
        return source.equals(node) ? 2 : source.equals(HERE) ? 1 : 0;
    }

    /// Of the best of its hellos.
    int rank() {
        return hellos.keySet().stream().mapToInt(this::rank).max().orElse(-1);
    }

    /// Whether its hello has gone, and the hub may still answer.
    boolean waitsForWord(long now) {
        return saidAt >= 0 && !isKnown() && now - saidAt < HELLO_MILLIS;
    }

    /// Whether its hello is to go, where there is one.
    boolean isDue(long now) {
        boolean due = saidAt < 0 || (!isKnown() && now - saidAt >= HELLO_MILLIS);
        return due && now >= notBefore;
    }

    void greeted(long now) {
        saidAt = now;
    }

    void greetAgain() {
        saidAt = -1;
    }

    void contactEnded() {
        greetAgain();
        chains.values().forEach(CarriedChain::contactEnded);
    }

    /// What became of an object, which may be a hello of it that was refused: another source may
    /// have given the right one.
    void away(String object, Outcome outcome, long now) {
        chains.values().forEach(chain -> chain.away(object, outcome, now));
        if (hellos.values().stream().noneMatch(one -> hash(one).equals(object))) {
            return;
        }
        greetAgain();
        notBefore = now + CarriedChain.REST_MILLIS;
        if (outcome instanceof Outcome.Rejected(int code)
                && code != HubConversation.NOT_NOW
                && refused.add(object)
                && refused.size() >= MOST_REFUSED) {
            refused.clear();
            notBefore = now + CarriedChain.BARRED_MILLIS;
        }
    }

    private static String hash(byte[] hello) {
        return HexFormat.of().formatHex(Sha256.of(hello));
    }
}
