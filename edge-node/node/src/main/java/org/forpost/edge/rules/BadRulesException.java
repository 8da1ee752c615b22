package org.forpost.edge.rules;

/// A rule set that cannot be used. The message names the entry and what was expected.
public final class BadRulesException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRulesException(String field, String expected) {
        super(field + ": " + expected);
    }
}
