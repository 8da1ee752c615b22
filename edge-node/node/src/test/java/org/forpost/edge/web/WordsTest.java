package org.forpost.edge.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipVerdict;
import org.forpost.edge.lane.HolderCheck;
import org.forpost.edge.lane.Notice;
import org.junit.jupiter.api.Test;

/// Both languages say everything.
class WordsTest {
    private static String file(String name) throws IOException {
        try (var in =
                Objects.requireNonNull(Page.class.getResourceAsStream("page/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonObject words(String language) throws IOException {
        return new JsonObject(file("words." + language + ".json"));
    }

    @Test
    void russianAndEnglishHaveTheSameKeysAndThePlacesToFill() throws IOException {
        JsonObject ru = words("ru");
        JsonObject en = words("en");
        assertEquals(new TreeSet<>(en.fieldNames()), new TreeSet<>(ru.fieldNames()));
        Pattern place = Pattern.compile("\\{\\w+}");
        for (String key : ru.fieldNames()) {
            assertTrue(!ru.getString(key).isBlank() && !en.getString(key).isBlank(), key);
            assertEquals(
                    place.matcher(en.getString(key))
                            .results()
                            .map(r -> r.group())
                            .sorted()
                            .toList(),
                    place.matcher(ru.getString(key))
                            .results()
                            .map(r -> r.group())
                            .sorted()
                            .toList(),
                    key);
        }
    }

    @Test
    void everyKeyThatThePageNamesHasWords() throws IOException {
        Set<String> known = words("en").fieldNames();
        Pattern named = Pattern.compile("\\bt\\('([a-zA-Z][a-zA-Z0-9.-]*)'");
        for (String script :
                List.of(
                        "lane.js",
                        "status.js",
                        "login-view.js",
                        "rung-view.js",
                        "document-form.js",
                        "chip-view.js",
                        "decided-view.js",
                        "finger-states.js",
                        "zone-typing.js",
                        "capture-view.js",
                        "live-picture.js",
                        "decision-view.js",
                        "words.js")) {
            named.matcher(file(script))
                    .results()
                    .forEach(found ->
                            assertTrue(
                                    known.contains(found.group(1)),
                                    script + ": " + found.group(1)));
        }
        for (ChipCheck check : ChipCheck.values()) {
            assertTrue(known.contains("chip.check." + Requests.spelled(check)), check.name());
        }
        for (ChipReason reason : ChipReason.values()) {
            assertTrue(known.contains("chip.reason." + Requests.spelled(reason)), reason.name());
        }
        for (ChipVerdict verdict : ChipVerdict.values()) {
            assertTrue(known.contains("chip.verdict." + Requests.spelled(verdict)), verdict.name());
        }
        for (HolderCheck.Why why : HolderCheck.Why.values()) {
            assertTrue(known.contains("holder.why." + Requests.spelled(why)), why.name());
        }
        for (Notice.Kind kind : Notice.Kind.values()) {
            assertTrue(known.contains("capture." + Requests.spelled(kind)), kind.name());
        }
    }
}
