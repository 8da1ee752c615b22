package org.forpost.edge.device.sbi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.forpost.edge.device.Refusal;

/// A JSON object from a device, read field by field. Every complaint names the field by its path.
///
/// @param node an object or array
/// @param path where it stands in the answer, e.g. `biometrics[2].data`
record DeviceJson(JsonNode node, String path) {

    /// The text's deepest answer has four levels, its largest a few hundred tokens; a field twice
    /// in one object would be two truths.
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(16)
                                                    .maxNameLength(128)
                                                    .maxNumberLength(32)
                                                    .maxTokenCount(10_000)
                                                    .maxStringLength(DeviceWire.MOST_CAPTURE_BYTES)
                                                    .maxDocumentLength(
                                                            DeviceWire.MOST_CAPTURE_BYTES)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// Names, versions, states, codes: nothing among them is longer.
    private static final int LONGEST_WORD = 512;

    /// @throws Unacceptable when the bytes are not one whole JSON text within the limits
    static DeviceJson parse(byte[] bytes, String path) throws Unacceptable {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Unacceptable(
                    Refusal.MALFORMED, path, "JSON", e.getOriginalMessage() + where(e));
        } catch (IOException e) {
            throw new Unacceptable(Refusal.MALFORMED, path, "JSON", String.valueOf(e.getMessage()));
        }
        if (root.isMissingNode()) {
            throw new Unacceptable(Refusal.MALFORMED, path, "JSON", "nothing");
        }
        return new DeviceJson(root, path);
    }

    private static String where(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null ? "" : " (byte " + at.getByteOffset() + ")";
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    boolean has(String field) {
        return !node.path(field).isMissingNode() && !node.path(field).isNull();
    }

    /// The elements of an array.
    DeviceJson[] elements(int most) throws Unacceptable {
        if (!node.isArray() || node.size() > most) {
            throw malformed("", "an array of at most " + most, describe(node));
        }
        var elements = new DeviceJson[node.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = new DeviceJson(node.get(i), path + "[" + i + "]");
        }
        return elements;
    }

    DeviceJson child(String field) throws Unacceptable {
        JsonNode child = node.path(field);
        if (!child.isContainerNode()) {
            throw malformed(field, "an object or array", describe(child));
        }
        return new DeviceJson(child, at(field));
    }

    /// A text of at most a few hundred characters.
    String word(String field) throws Unacceptable {
        return text(field, LONGEST_WORD);
    }

    /// The same, or "" where there is none.
    String wordOrNone(String field) throws Unacceptable {
        return has(field) ? word(field) : "";
    }

    /// A text as long as the answer allows.
    String longText(String field) throws Unacceptable {
        return text(field, DeviceWire.MOST_CAPTURE_BYTES);
    }

    private String text(String field, int longest) throws Unacceptable {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw malformed(field, "a text", describe(value));
        }
        if (value.textValue().length() > longest) {
            throw malformed(
                    field,
                    "at most " + longest + " characters",
                    value.textValue().length() + " characters");
        }
        return value.textValue();
    }

    /// A score from 0 to 100; the text has it as a number or as digits in a text. Fractions are cut
    /// off, so that 59.9 is not 60.
    int score(String field) throws Unacceptable {
        JsonNode value = node.path(field);
        double score = Double.NaN;
        if (value.isNumber()) {
            score = value.doubleValue();
        } else if (value.isTextual() && value.textValue().matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            score = Double.parseDouble(value.textValue());
        }
        if (!(score >= 0 && score <= 100)) {
            throw malformed(field, "a score from 0 to 100", value.asText(describe(value)));
        }
        return (int) score;
    }

    /// Takes nothing but `expected`.
    void must(String field, String expected, Refusal otherwise) throws Unacceptable {
        String found = word(field);
        if (!found.equals(expected)) {
            throw new Unacceptable(otherwise, at(field), "\"" + expected + "\"", quoted(found));
        }
    }

    Unacceptable malformed(String field, String expected, String found) {
        return new Unacceptable(Refusal.MALFORMED, at(field), expected, found);
    }

    String at(String field) {
        return field.isEmpty() ? path : path.isEmpty() ? field : path + "." + field;
    }

    static String quoted(String found) {
        return "\"" + found + "\"";
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case ARRAY -> "an array of " + node.size();
            case OBJECT -> "an object";
            case STRING -> "a text of " + node.textValue().length() + " characters";
            default -> node.asText();
        };
    }
}
