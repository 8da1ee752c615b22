package org.forpost.protocol.receipt;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// A node's signed word on where it stands: its journal, what it still holds, which releases are in
/// force there. Sent at each contact and now and then (SPEC.md §5.2).
///
/// @param recorded number of the last durable entry of each chain, by priority
/// @param receipted number up to which the node holds the hub's receipt, by priority
/// @param releases number of the release in force, by role
/// @param wallMillis the node's clock
/// @param told number of the last refused record of each chain that the node has noted, by priority
/// @param follows the incarnation that this one took over from; null for a journal's first
public record Hello(
        String node,
        byte[] incarnation,
        long[] recorded,
        long[] receipted,
        SortedMap<Role, Long> releases,
        long wallMillis,
        long[] told,
        byte @Nullable [] follows) {
    private static final int MAX_PAYLOAD = 512;

    /// Of a journal's first incarnation, of which nothing was refused.
    public Hello(
            String node,
            byte[] incarnation,
            long[] recorded,
            long[] receipted,
            SortedMap<Role, Long> releases,
            long wallMillis) {
        this(
                node,
                incarnation,
                recorded,
                receipted,
                releases,
                wallMillis,
                new long[Priority.COUNT],
                null);
    }

    /// Entries that wait for the hub's receipt.
    public long backlog() {
        long sum = 0;
        for (int i = 0; i < Priority.COUNT; i++) {
            sum += Math.max(0, recorded[i] - receipted[i]);
        }
        return sum;
    }

    public byte[] sign(byte[] keyId, Signer signer) {
        CborWriter out = new CborWriter().map(follows == null ? 7 : 8);
        out.uint(1).text(node).uint(2).bytes(incarnation);
        out.uint(3).array(Priority.COUNT);
        for (long number : recorded) {
            out.uint(number);
        }
        out.uint(4).array(Priority.COUNT);
        for (long number : receipted) {
            out.uint(number);
        }
        out.uint(5).map(releases.size());
        for (Map.Entry<Role, Long> release : releases.entrySet()) {
            out.uint(release.getKey().code()).uint(release.getValue());
        }
        out.uint(6).uint(wallMillis);
        out.uint(7).array(Priority.COUNT);
        for (long number : told) {
            out.uint(number);
        }
        if (follows != null) {
            out.uint(8).bytes(follows);
        }
        return Sign1.sign(Sign1.Purpose.HELLO, keyId, out.toByteArray(), signer);
    }

    /// @throws NotAuthenticException when it is not that node's word
    public static Hello open(byte[] signed, SignatureCheck node)
            throws MalformedException, NotAuthenticException {
        byte[] payload = Sign1.open(Sign1.Purpose.HELLO, signed, MAX_PAYLOAD, node);
        CborReader in = new CborReader(payload);
        Draft draft = new Draft();
        in.map("hello", 8, key -> draft.field(in, key));
        in.end("hello");
        return draft.hello();
    }

    /// What a hello claims, with nothing of it checked: good for finding the key that it must be
    /// checked with, for keeping it in its place, and for nothing else.
    ///
    /// @return null when not even that can be read
    public static @Nullable Hello claimed(byte[] signed) {
        try {
            return open(signed, (message, signature) -> true);
        } catch (MalformedException | NotAuthenticException e) {
            return null;
        }
    }

    private static final class Draft {
        private @Nullable String node;
        private byte @Nullable [] incarnation;
        private long @Nullable [] recorded;
        private long @Nullable [] receipted;
        private final SortedMap<Role, Long> releases = new TreeMap<>();
        private long wallMillis = -1;
        private long @Nullable [] told;
        private byte @Nullable [] follows;

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> node = in.text("hello.node", 63);
                case 2 -> incarnation = in.exactly("hello.incarnation", 16);
                case 3 -> recorded = numbers(in, "hello.recorded");
                case 4 -> receipted = numbers(in, "hello.receipted");
                case 5 ->
                        in.map(
                                "hello.releases",
                                Role.COUNT,
                                role ->
                                        releases.put(
                                                Role.of(role),
                                                in.uint("hello.releases", Long.MAX_VALUE)));
                case 6 -> wallMillis = in.uint("hello.wall", Long.MAX_VALUE);
                case 7 -> told = numbers(in, "hello.told");
                case 8 -> follows = in.exactly("hello.follows", 16);
                default -> throw CborReader.unknownKey("hello", key);
            }
        }

        private static long[] numbers(CborReader in, String field) throws MalformedException {
            if (in.array(field, Priority.COUNT) != Priority.COUNT) {
                throw new MalformedException(field, Priority.COUNT + " numbers", "fewer");
            }
            long[] numbers = new long[Priority.COUNT];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.uint(field, Long.MAX_VALUE);
            }
            return numbers;
        }

        Hello hello() throws MalformedException {
            if (node == null
                    || incarnation == null
                    || recorded == null
                    || receipted == null
                    || wallMillis < 0
                    || told == null) {
                throw new MalformedException("hello", "keys 1 to 7", "fewer");
            }
            return new Hello(
                    node, incarnation, recorded, receipted, releases, wallMillis, told, follows);
        }
    }
}
