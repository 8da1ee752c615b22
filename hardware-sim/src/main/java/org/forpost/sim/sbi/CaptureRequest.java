package org.forpost.sim.sbi;

import static org.forpost.sim.sbi.DeviceError.BAD_REQUEST;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A registration capture request of the text, checked field by field. Numbers may come as JSON
/// numbers or as strings of digits: hosts in the field send both.
///
/// @param specVersion the version of the text that the answer shall follow
/// @param timeoutMillis how long to wait for somebody to touch the sensor
/// @param bioType `Finger` or `Face`
/// @param count how many fingers, 1 for a face
/// @param bioSubTypes which fingers by the text's names; empty: those that `deviceSubId` stands for
/// @param exceptions fingers that the person does not have or cannot give
/// @param requestedScore the wanted quality, 0 to 100
/// @param deviceSubId 1 left slap, 2 right slap, 3 both thumbs, 0 not said
/// @param previousHash 32 bytes: the hash that this capture is chained to
public record CaptureRequest(
        String env,
        String purpose,
        String specVersion,
        int timeoutMillis,
        String transactionId,
        String bioType,
        int count,
        List<String> bioSubTypes,
        List<String> exceptions,
        int requestedScore,
        int deviceSubId,
        byte[] previousHash) {

    /// A real device gives up at some time, too; a host's mistake must not hold the sensor for
    /// ever.
    private static final int LONGEST_WAIT_MILLIS = 120_000;

    /// Ten fingers.
    private static final int MOST_NAMES = 10;

    private static final int LONGEST_TEXT = 256;

    /// The deepest request of the text has four levels.
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(8)
                                                    .build())
                                    .build())
                    .build();

    /// Copies the lists.
    public CaptureRequest {
        bioSubTypes = List.copyOf(bioSubTypes);
        exceptions = List.copyOf(exceptions);
    }

    static CaptureRequest parse(byte[] body) throws DeviceError {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new DeviceError(
                    BAD_REQUEST, "the request is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new DeviceError(BAD_REQUEST, "the request cannot be read: " + e.getMessage());
        }
        JsonNode bios = root.path("bio");
        if (!bios.isArray() || bios.size() != 1) {
            throw new DeviceError(BAD_REQUEST, "bio: expected an array of one capture");
        }
        JsonNode bio = bios.get(0);
        String previous = text(bio, "previousHash", "");
        return new CaptureRequest(
                text(root, "env"),
                text(root, "purpose"),
                text(root, "specVersion"),
                number(root, "timeout", 0, LONGEST_WAIT_MILLIS),
                text(root, "transactionId"),
                text(bio, "type"),
                number(bio, "count", 1, MOST_NAMES),
                names(bio, "bioSubType"),
                names(bio, "exception"),
                number(bio, "requestedScore", 0, 100),
                number(bio, "deviceSubId", 0, 3),
                previous.isEmpty() ? HashChain.start() : hash(previous));
    }

    /// The `type` of a discovery request; empty where it says none.
    static Optional<String> deviceType(byte[] body) throws DeviceError {
        try {
            String type = text(JSON.readTree(body), "type", "");
            return type.isEmpty() ? Optional.empty() : Optional.of(type);
        } catch (IOException e) {
            throw new DeviceError(BAD_REQUEST, "the request is not JSON");
        }
    }

    private static byte[] hash(String hex) throws DeviceError {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == HashChain.BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below, with what was expected.
        }
        throw new DeviceError(BAD_REQUEST, "bio.previousHash: expected 64 hexadecimal digits");
    }

    private static String text(JsonNode node, String field) throws DeviceError {
        String value = text(node, field, "");
        if (value.isEmpty()) {
            throw new DeviceError(BAD_REQUEST, field + ": missing");
        }
        return value;
    }

    private static String text(JsonNode node, String field, String otherwise) throws DeviceError {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST_TEXT) {
            throw new DeviceError(
                    BAD_REQUEST, field + ": expected a text of at most " + LONGEST_TEXT);
        }
        return value.textValue();
    }

    private static int number(JsonNode node, String field, int least, int most) throws DeviceError {
        JsonNode value = node.path(field);
        try {
            double number =
                    value.isNumber()
                            ? value.doubleValue()
                            : Double.parseDouble(text(node, field, String.valueOf(least)));
            if (number >= least && number <= most) {
                return (int) number;
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw new DeviceError(
                BAD_REQUEST, field + ": expected a number from " + least + " to " + most);
    }

    private static List<String> names(JsonNode node, String field) throws DeviceError {
        JsonNode values = node.path(field);
        if (values.isMissingNode() || values.isNull()) {
            return List.of();
        }
        if (!values.isArray() || values.size() > MOST_NAMES) {
            throw new DeviceError(
                    BAD_REQUEST, field + ": expected an array of at most " + MOST_NAMES + " names");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode value : values) {
            // An empty element stands for "none" in the text.
            if (!value.asText().isEmpty()) {
                names.add(value.asText());
            }
        }
        return names;
    }
}
