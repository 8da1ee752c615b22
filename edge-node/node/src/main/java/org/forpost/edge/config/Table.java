package org.forpost.edge.config;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlTable;

/// One table of the file. Remembers which keys were asked for, so that a misspelt one is found.
final class Table {
    private final String path;
    private final TomlTable toml;
    private final Set<String> known = new LinkedHashSet<>();

    /// @param path as it stands in messages, such as `web.`
    Table(String path, TomlTable toml) {
        this.path = path;
        this.toml = toml;
    }

    String text(String key, String pattern, String expected) throws BadConfigException {
        String value = textOr(key, pattern, expected, null);
        if (value == null) {
            throw wrong(key, expected);
        }
        return value;
    }

    @Nullable String textOr(String key, String pattern, String expected, @Nullable String otherwise)
            throws BadConfigException {
        Object value = ask(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text && text.matches(pattern)) {
            return text;
        }
        throw wrong(key, expected);
    }

    int number(String key, int least, int most, @Nullable Integer otherwise)
            throws BadConfigException {
        Object value = ask(key);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value instanceof Long n && n >= least && n <= most) {
            return n.intValue();
        }
        throw wrong(key, "a whole number from " + least + " to " + most);
    }

    double rate(String key, double least, double most, double otherwise) throws BadConfigException {
        Object value = ask(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Double rate && rate >= least && rate <= most) {
            return rate;
        }
        throw wrong(key, "a false match rate from " + least + " to " + most + ", such as 1e-5");
    }

    double real(String key, double least, double most) throws BadConfigException {
        if (ask(key) instanceof Number number
                && number.doubleValue() >= least
                && number.doubleValue() <= most) {
            return number.doubleValue();
        }
        throw wrong(key, "a number from " + least + " to " + most);
    }

    @Nullable Table table(String key) throws BadConfigException {
        Object value = ask(key);
        if (value == null) {
            return null;
        }
        if (value instanceof TomlTable table) {
            return new Table(path + key + ".", table);
        }
        throw wrong(key, "a table [" + key + "]");
    }

    @Nullable Object ask(String key) {
        known.add(key);
        return toml.get(key);
    }

    BadConfigException wrong(String key, String expected) {
        Object value = toml.get(key);
        return new BadConfigException(
                path
                        + key
                        + (value == null ? " is missing" : " is wrong")
                        + ": expected "
                        + expected);
    }

    /// @throws BadConfigException when a key stands here that nobody asked for
    void end() throws BadConfigException {
        for (String key : toml.keySet()) {
            if (!known.contains(key)) {
                throw new BadConfigException(
                        path + key + " is not known here; known are " + String.join(", ", known));
            }
        }
    }
}
