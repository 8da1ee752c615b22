package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.forpost.edge.document.CyrillicSuggestion;
import org.forpost.edge.document.MrzFault;
import org.forpost.edge.document.MrzFormat;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.MrzTyping;

/// A zone that was typed, pasted or scanned, as the page reads it: asked with every keystroke. No
/// character that cannot stand in a zone comes back as itself: a page shows no foreign writing.
final class MrzJson {
    /// Whoever types on the wrong keyboard sees it at the first few.
    private static final int MOST_STRAYS = 8;

    private MrzJson() {}

    /// @param today at the post, for the centuries of dates
    static JsonObject of(String text, LocalDate today) {
        JsonObject json =
                switch (MrzReader.read(text)) {
                    case MrzReading.NotAZone(String why) ->
                            new JsonObject().put("zone", false).put("why", why);
                    case MrzReading.Zone zone -> zone(zone, today);
                };
        return json.put("typing", typing(MrzTyping.of(text)));
    }

    private static JsonObject typing(MrzTyping typing) {
        JsonArray lines = new JsonArray();
        typing.lines().forEach(line -> lines.add(line(line)));
        JsonArray checks = new JsonArray();
        for (MrzTyping.Check check : typing.checks()) {
            checks.add(
                    new JsonObject()
                            .put("field", spelled(check.field()))
                            .put("line", check.line())
                            .put("column", check.column())
                            .put("state", spelled(check.state()))
                            .put("expected", check.expected()));
        }
        JsonArray parts = new JsonArray();
        for (MrzTyping.Part part : typing.format().map(MrzTyping::parts).orElseGet(List::of)) {
            parts.add(
                    new JsonObject()
                            .put("field", spelled(part.field()))
                            .put("line", part.line())
                            .put("from", part.from())
                            .put("to", part.to()));
        }
        return new JsonObject()
                .put("format", typing.format().map(MrzFormat::name).orElse(null))
                .put("most", typing.format().map(MrzFormat::lines).orElse(0))
                .put("width", typing.format().map(MrzFormat::width).orElse(0))
                .put("lines", lines)
                .put("parts", parts)
                .put("checks", checks);
    }

    private static JsonObject line(MrzTyping.Line line) {
        StringBuilder shown = new StringBuilder(line.text());
        JsonArray strays = new JsonArray();
        for (int column : line.strays()) {
            shown.setCharAt(column, '?');
            int code = line.text().codePointAt(column);
            boolean second =
                    column > 0
                            && Character.isLowSurrogate(line.text().charAt(column))
                            && Character.isHighSurrogate(line.text().charAt(column - 1));
            if (!second && strays.size() < MOST_STRAYS) {
                strays.add(
                        new JsonObject()
                                .put("column", column)
                                .put("code", String.format(Locale.ROOT, "U+%04X", code))
                                .put(
                                        "cyrillic",
                                        Character.UnicodeScript.of(code)
                                                == Character.UnicodeScript.CYRILLIC));
            }
        }
        return new JsonObject()
                .put("text", shown.toString())
                .put("missing", line.missing())
                .put("strays", strays);
    }

    private static JsonObject zone(MrzReading.Zone zone, LocalDate today) {
        JsonArray faults = new JsonArray();
        for (MrzFault fault : zone.faults()) {
            faults.add(
                    new JsonObject()
                            .put("field", spelled(fault.field()))
                            .put("kind", spelled(fault.kind()))
                            .put("expected", fault.expected())
                            .put("read", fault.read()));
        }
        LocalDate expires = zone.expiry().asExpiry(today).orElse(null);
        return new JsonObject()
                .put("zone", true)
                .put("sound", zone.sound())
                .put("format", zone.format().name())
                .put("faults", faults)
                .put("type", zone.documentCode())
                .put("issuer", zone.issuer())
                .put("number", zone.number())
                .put("surname", zone.surname())
                .put("givenNames", zone.givenNames())
                .put("namesCut", zone.namesCut())
                .put("nationality", zone.nationality())
                .put("birthDate", zone.birth().asBirth(today).map(LocalDate::toString).orElse(null))
                .put("sex", zone.sex() == '<' ? "X" : String.valueOf(zone.sex()))
                .put("expires", expires == null ? null : expires.toString())
                .put("expired", expires != null && expires.isBefore(today))
                .put(
                        "cyrillic",
                        new JsonObject()
                                .put("surname", CyrillicSuggestion.of(zone.surname()))
                                .put("givenNames", CyrillicSuggestion.of(zone.givenNames())));
    }
}
