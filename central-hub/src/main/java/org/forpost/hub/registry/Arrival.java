package org.forpost.hub.registry;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// One record that the ledger counted, without its biometrics.
///
/// @param sequence its place among all records counted, from 1 without gaps; the same after the
///   registry was built anew
/// @param node as its certificate names it
/// @param incarnation 32 hexadecimal digits: which life of the node's journal
/// @param priority 0 to 3
/// @param number its place in the chain of that incarnation and priority, from 1
/// @param crossing of an image, the record that it belongs to; of a correction, the crossing that
///   it corrects
/// @param direction `entry` or `exit`; null unless a crossing or its correction, as the following
/// @param outcome `admit`, `refuse` or `refer`
/// @param reason of the decision, as the lane wrote it
/// @param officer login of whoever decided
/// @param supervisors logins of those on whose word it was done, apart by a space
/// @param exemption its code
/// @param fingers how many finger captures the record itself holds
/// @param face whether the record itself holds a face capture
/// @param hit whether the officer confirmed a nominal
/// @param document its number
/// @param nationality three letters
/// @param event of an audit record, its name
/// @param recordedAt by the node's clock
/// @param arrivedAt by the hub's clock, when the ledger took it
/// @param road how it came: `mqtt`, `peer` or `bundle`
/// @param carrier the other node that carried it; null for none
public record Arrival(
        long sequence,
        RecordId recordId,
        String node,
        String incarnation,
        int priority,
        long number,
        Kind kind,
        @Nullable RecordId crossing,
        @Nullable String direction,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable String officer,
        @Nullable String supervisors,
        @Nullable String exemption,
        int fingers,
        boolean face,
        boolean hit,
        @Nullable String document,
        @Nullable String nationality,
        @Nullable String event,
        Instant recordedAt,
        Instant arrivedAt,
        String road,
        @Nullable String carrier) {

    public enum Kind {
        CROSSING,
        /// A decision that takes the place of an earlier one; no traveller stood there.
        CORRECTION,
        IMAGE,
        AUDIT;

        /// As the API says it.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where it was counted and how it came there.
    public record Place(
            long sequence,
            String incarnation,
            int priority,
            long number,
            Instant arrivedAt,
            String road,
            @Nullable String carrier) {}

    /// The same with another place among all records counted.
    public Arrival counted(long asSequence) {
        return new Arrival(
                asSequence,
                recordId,
                node,
                incarnation,
                priority,
                number,
                kind,
                crossing,
                direction,
                outcome,
                reason,
                officer,
                supervisors,
                exemption,
                fingers,
                face,
                hit,
                document,
                nationality,
                event,
                recordedAt,
                arrivedAt,
                road,
                carrier);
    }

    /// What the registry keeps of `record`.
    public static Arrival of(PostRecord record, Place place) {
        return switch (record.body()) {
            case Crossing crossing -> ofCrossing(record, crossing, place);
            case Image image -> bare(record, place, Kind.IMAGE, image.crossing(), null);
            case Audit audit -> bare(record, place, Kind.AUDIT, null, audit.event());
        };
    }

    private static Arrival ofCrossing(PostRecord record, Crossing crossing, Place place) {
        Crossing.@Nullable Exemption exemption = crossing.exemption();
        @Nullable RecordId corrects = crossing.corrects();
        return new Arrival(
                place.sequence(),
                record.id(),
                record.node(),
                place.incarnation(),
                place.priority(),
                place.number(),
                corrects == null ? Kind.CROSSING : Kind.CORRECTION,
                corrects,
                crossing.direction().name().toLowerCase(Locale.ROOT),
                crossing.decision().outcome().name().toLowerCase(Locale.ROOT),
                crossing.decision().reason(),
                crossing.decision().officer(),
                supervisors(crossing),
                exemption == null ? null : exemption.code(),
                crossing.fingers().size(),
                crossing.face() != null,
                crossing.hit(),
                crossing.document().number(),
                crossing.person().nationality(),
                null,
                Instant.ofEpochMilli(record.stamp().wallMillis()),
                place.arrivedAt(),
                place.road(),
                place.carrier());
    }

    private static @Nullable String supervisors(Crossing crossing) {
        return crossing.approvals().isEmpty()
                ? null
                : crossing.approvals().stream()
                        .map(Crossing.Approval::supervisor)
                        .distinct()
                        .collect(Collectors.joining(" "));
    }

    private static Arrival bare(
            PostRecord record,
            Place place,
            Kind kind,
            @Nullable RecordId crossing,
            @Nullable String event) {
        return new Arrival(
                place.sequence(),
                record.id(),
                record.node(),
                place.incarnation(),
                place.priority(),
                place.number(),
                kind,
                crossing,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                false,
                false,
                null,
                null,
                event,
                Instant.ofEpochMilli(record.stamp().wallMillis()),
                place.arrivedAt(),
                place.road(),
                place.carrier());
    }
}
