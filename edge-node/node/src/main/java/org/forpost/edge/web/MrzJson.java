package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.forpost.edge.document.CyrillicSuggestion;
import org.forpost.edge.document.MrzFault;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;

/// A zone that was typed, pasted or scanned, as the page reads it: asked with every keystroke.
final class MrzJson {
    private MrzJson() {}

    /// @param today at the post, for the centuries of dates
    static JsonObject of(String text, LocalDate today) {
        return switch (MrzReader.read(text)) {
            case MrzReading.NotAZone(String why) ->
                    new JsonObject().put("zone", false).put("why", why);
            case MrzReading.Zone zone -> zone(zone, today);
        };
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
