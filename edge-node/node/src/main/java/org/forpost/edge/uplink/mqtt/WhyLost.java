package org.forpost.edge.uplink.mqtt;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/// What became of a connection, in one line for people: what happened, and where to look.
final class WhyLost {
    /// Reason codes of MQTT 5 end here (§2.4); what is above is the client library's own.
    private static final int MAX_REASON = 0xff;

    private static final int REFUSED = 0x80;

    private WhyLost() {}

    /// @param hub host and port that were dialled
    static String line(String hub, Throwable why) {
        if (why instanceof MqttException mqtt
                && mqtt.getReasonCode() >= REFUSED
                && mqtt.getReasonCode() <= MAX_REASON) {
            return refused("this node", mqtt.getReasonCode());
        }
        for (Throwable one = why; one != null; one = next(one)) {
            if (one instanceof SSLException || one instanceof GeneralSecurityException) {
                return "the hub at "
                        + hub
                        + " did not prove itself over TLS 1.3 ("
                        + root(one)
                        + "): check its certificate, and 'host' in the configuration";
            }
        }
        return switch (rootCause(why)) {
            case ConnectException e ->
                    "nobody answers at " + hub + " (" + e.getMessage() + "): is the hub running?";
            case UnknownHostException _ -> "the name of the hub, " + hub + ", is not known here";
            case SocketTimeoutException _ -> "no answer from " + hub;
            case EOFException _ -> "the hub closed the connection";
            case Throwable _ -> root(why);
        };
    }

    /// @param what the hub refused
    /// @param code MQTT 5 reason code
    static String refused(String what, int code) {
        return "the hub refused "
                + what
                + ", reason 0x"
                + Integer.toHexString(code)
                + (code == 0x85 || code == 0x86 || code == 0x87
                        ? ": is it enrolled with this certificate?"
                        : "");
    }

    private static String root(Throwable why) {
        Throwable root = rootCause(why);
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    private static Throwable rootCause(Throwable why) {
        Throwable root = why;
        for (Throwable deeper = next(root); deeper != null; deeper = next(root)) {
            root = deeper;
        }
        return root;
    }

    private static @Nullable Throwable next(Throwable one) {
        Throwable cause = one.getCause();
        return cause == null || cause.equals(one) ? null : cause;
    }
}
