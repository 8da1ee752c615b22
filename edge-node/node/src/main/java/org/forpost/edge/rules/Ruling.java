package org.forpost.edge.rules;

/// Whether biometrics are due of a traveller.
public sealed interface Ruling {

    /// They are.
    record Due() implements Ruling {}

    /// A face is due and no finger.
    ///
    /// @param code short stable name, such as `age-under-twelve`
    /// @param reason one sentence for the officer
    /// @param rules version of the rule set that says so
    record FaceOnly(String code, String reason, String rules) implements Ruling {}

    /// They are not: no capture may be opened, and nothing biometric may be stored.
    ///
    /// @param code short stable name, such as `age-under-six`
    /// @param reason one sentence for the officer
    /// @param rules version of the rule set that says so
    record Exempt(String code, String reason, String rules) implements Ruling {}
}
