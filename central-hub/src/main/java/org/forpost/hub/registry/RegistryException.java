package org.forpost.hub.registry;

/// The registry cannot be read or written. Nothing is lost by that: stop the hub, delete the
/// registry's directory, start it again.
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryException(String what, Throwable cause) {
        super(
                what
                        + " (nothing is lost: stop the hub, delete its registry directory, and start it again): "
                        + cause.getMessage(),
                cause);
    }
}
