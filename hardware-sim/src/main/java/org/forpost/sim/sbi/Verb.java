package org.forpost.sim.sbi;

import java.util.Locale;
import java.util.Optional;

/// What a host may ask of a device: an HTTP method of the text and the only path it goes with.
public enum Verb {
    /// Who is there? Answered unsigned.
    DISCOVERY("MOSIPDISC", "/device"),
    /// Who are you exactly? Answered signed.
    INFO("MOSIPDINFO", "/info"),
    /// Take a biometric and hand it over signed, not encrypted.
    CAPTURE("RCAPTURE", "/capture"),
    /// Take a biometric for remote authentication: not for devices registered for `Registration`.
    AUTH_CAPTURE("CAPTURE", "/capture"),
    /// Show what the sensor sees.
    STREAM("STREAM", "/stream");

    private final String method;
    private final String path;

    Verb(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /// The HTTP method.
    public String method() {
        return method;
    }

    /// The path below the device's base URL.
    public String path() {
        return path;
    }

    /// `capture` for [#CAPTURE]: as the control interface writes it.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The verb that this request line asks for; empty where the text knows none.
    static Optional<Verb> of(String method, String path) {
        for (Verb verb : values()) {
            if (verb.method.equals(method) && verb.path.equals(path)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
