package org.forpost.protocol.release;

import org.forpost.protocol.cbor.MalformedException;

/// What a release is about. Each role has numbers of its own.
public enum Role {
    WATCHLIST(1),
    RULES(2),
    OPERATORS(3),
    TRUST(4);

    public static final int COUNT = 4;

    private final int code;

    Role(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Role of(long code) throws MalformedException {
        for (Role role : values()) {
            if (role.code == code) {
                return role;
            }
        }
        throw new MalformedException("release.role", "1 to 4", "" + code);
    }
}
