package org.forpost.edge.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object that somebody sent, read field by field. What nobody asked for is refused at the end.
final class Fields {
    /// The deepest message is four levels deep; the largest number has three digits.
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(8)
                                                    .maxNumberLength(20)
                                                    .maxStringLength(4096)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String path;
    private final JsonNode object;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /// @throws Problem when it is not one JSON object, or names a field twice
    static Fields of(byte[] body) throws Problem {
        JsonNode node;
        try {
            node = JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw Problem.of(
                    400, "bad-json", "This is not JSON: " + e.getOriginalMessage(), "Correct it.");
        }
        if (node == null || !node.isObject()) {
            throw Problem.of(400, "bad-json", "A JSON object was expected.", "Send one.");
        }
        return new Fields("", node);
    }

    Fields object(String name) throws Problem {
        JsonNode node = ask(name);
        if (node == null || !node.isObject()) {
            throw Problem.field(path + name, "an object");
        }
        return new Fields(path + name + ".", node);
    }

    /// @param maxBytes most bytes of UTF-8
    String text(String name, String pattern, int maxBytes, String expected) throws Problem {
        JsonNode node = ask(name);
        if (node == null
                || !node.isTextual()
                || node.textValue().getBytes(StandardCharsets.UTF_8).length > maxBytes
                || !node.textValue().matches(pattern)) {
            throw Problem.field(path + name, expected);
        }
        return node.textValue();
    }

    @Nullable String textOrNull(String name, String pattern, int maxBytes, String expected)
            throws Problem {
        JsonNode node = ask(name);
        return node == null || node.isNull() ? null : text(name, pattern, maxBytes, expected);
    }

    boolean has(String name) {
        return ask(name) != null;
    }

    boolean flag(String name) throws Problem {
        JsonNode node = ask(name);
        if (node == null) {
            return false;
        }
        if (!node.isBoolean()) {
            throw Problem.field(path + name, "true or false");
        }
        return node.booleanValue();
    }

    int number(String name, int least, int most) throws Problem {
        JsonNode node = ask(name);
        if (node == null || !node.isInt() || node.intValue() < least || node.intValue() > most) {
            throw Problem.field(path + name, "a number from " + least + " to " + most);
        }
        return node.intValue();
    }

    int position(String name) throws Problem {
        return position(ask(name), path + name);
    }

    /// Fingers, each at most once.
    List<Integer> positions(String name) throws Problem {
        Set<Integer> positions = new LinkedHashSet<>();
        for (Iterator<JsonNode> items = items(name, 10); items.hasNext(); ) {
            if (!positions.add(position(items.next(), path + name))) {
                throw Problem.field(path + name, "each finger once");
            }
        }
        return List.copyOf(positions);
    }

    private static int position(@Nullable JsonNode node, String where) throws Problem {
        if (node == null || !node.isInt() || node.intValue() < 1 || node.intValue() > 10) {
            throw Problem.field(
                    where, "a finger position from 1 (right thumb) to 10 (left little)");
        }
        return node.intValue();
    }

    /// Objects of a list that may be left out.
    List<Fields> objects(String name, int most) throws Problem {
        List<Fields> objects = new ArrayList<>();
        for (Iterator<JsonNode> items = items(name, most); items.hasNext(); ) {
            JsonNode item = items.next();
            String where = path + name + "[" + objects.size() + "]";
            if (!item.isObject()) {
                throw Problem.field(where, "an object");
            }
            objects.add(new Fields(where + ".", item));
        }
        return objects;
    }

    private Iterator<JsonNode> items(String name, int most) throws Problem {
        JsonNode node = ask(name);
        if (node == null) {
            return List.<JsonNode>of().iterator();
        }
        if (!node.isArray() || node.size() > most) {
            throw Problem.field(path + name, "a list of at most " + most);
        }
        return node.elements();
    }

    private @Nullable JsonNode ask(String name) {
        known.add(name);
        return object.get(name);
    }

    /// @throws Problem when there is a field that nobody asked for
    void end() throws Problem {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw Problem.field(
                        path + (name.length() > 40 ? name.substring(0, 40) : name),
                        "nothing of this name; known are " + String.join(", ", known));
            }
        }
    }
}
