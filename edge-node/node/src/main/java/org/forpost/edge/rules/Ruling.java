package org.forpost.edge.rules;

/// Whether biometrics are due of a traveller.
public sealed interface Ruling {

    /// They are.
    record Due() implements Ruling {}

    /// They are not: no capture may be opened, and nothing biometric may be stored.
    ///
    /// @param code short stable name, such as `age-under-six`
    /// @param reason one sentence for the officer
    /// @param rules version of the rule set that says so
    record Exempt(String code, String reason, String rules) implements Ruling {}
}
