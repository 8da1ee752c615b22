package org.forpost.hub.ingest;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.forpost.hub.fleet.Alarm;
import org.forpost.protocol.sync.HubAlarm;

/// The conversation's alarms in the words of the alarm book.
final class AlarmWords {
    private AlarmWords() {}

    static Alarm.Code code(HubAlarm alarm) {
        return switch (alarm) {
            case HubAlarm.Refused _ -> Alarm.Code.REFUSED;
            case HubAlarm.Quarantined _ -> Alarm.Code.QUARANTINED;
            case HubAlarm.Forked _, HubAlarm.Outlived _ -> Alarm.Code.FORK;
            case HubAlarm.TookOver took ->
                    took.siblings().size() > 1 ? Alarm.Code.FORK : Alarm.Code.RESTORED;
            case HubAlarm.TooManyIncarnations _ -> Alarm.Code.RESTORED;
        };
    }

    static String detail(HubAlarm alarm) {
        return switch (alarm) {
            case HubAlarm.Refused refused -> "message refused: " + refused.field();
            case HubAlarm.Quarantined bad ->
                    "record "
                            + bad.number()
                            + " of chain "
                            + bad.priority().code()
                            + " of "
                            + name(bad.incarnation())
                            + " is quarantined: "
                            + bad.field();
            case HubAlarm.Forked forked ->
                    "two machines write incarnation "
                            + name(forked.incarnation())
                            + ": record "
                            + forked.number()
                            + " of chain "
                            + forked.priority().code()
                            + " is "
                            + name(forked.held())
                            + " and "
                            + name(forked.other())
                            + "; it is blocked, both branches are kept"
                            + successors(forked.followers());
            case HubAlarm.Outlived outlived ->
                    "incarnation "
                            + name(outlived.incarnation())
                            + " goes on with record "
                            + outlived.number()
                            + " of chain "
                            + outlived.priority().code()
                            + " although another took over: two machines live; it is blocked, what"
                            + " came is kept"
                            + successors(outlived.followers());
            case HubAlarm.TookOver took when took.siblings().size() > 1 ->
                    "incarnation "
                            + name(took.follows())
                            + " was taken over "
                            + took.siblings().size()
                            + " times: a cloned box, or a disk that was restored again"
                            + successors(took.siblings());
            case HubAlarm.TookOver took ->
                    "the disk was restored or cloned: incarnation "
                            + name(took.incarnation())
                            + " takes over from "
                            + name(took.follows());
            case HubAlarm.TooManyIncarnations many ->
                    "began more than "
                            + many.most()
                            + " incarnations: its disk forgets at each start, or it is hostile;"
                            + " nothing more is taken from it until it is enrolled under another name";
        };
    }

    private static String successors(List<byte[]> all) {
        return all.isEmpty()
                ? ""
                : "; taken over by "
                        + all.stream().map(AlarmWords::name).collect(Collectors.joining(" and "));
    }

    /// The first 8 of 16 or 32 bytes tell any two apart.
    private static String name(byte[] id) {
        return HexFormat.of().formatHex(id, 0, 8);
    }
}
