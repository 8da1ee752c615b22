package org.forpost.edge.operator;

import java.nio.file.Path;
import java.util.Optional;
import org.forpost.edge.release.InForce;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Role;

/// The accounts of the operators release in force.
public final class Accounts {
    private final InForce<Operators> releases;

    private Accounts(InForce<Operators> releases) {
        this.releases = releases;
    }

    /// Reads the release of the last run and verifies it again.
    ///
    /// @param folder of the releases; exists
    public static Accounts open(Path folder, SignatureCheck key, TrustedTime time) {
        return new Accounts(
                InForce.open(
                        folder,
                        Role.OPERATORS,
                        key,
                        time,
                        (_, content) -> Operators.decode(content)));
    }

    /// @return empty where nobody is called so
    Optional<Operators.Operator> of(String login) {
        return releases.current().stream()
                .flatMap(release -> release.content().operators().stream())
                .filter(one -> one.login().equals(login))
                .findFirst();
    }

    /// @return somebody: whose parameters cost as much as anybody's
    Operators.Operator any() {
        return releases.current().orElseThrow().content().operators().getFirst();
    }

    /// @return number of the release in force; 0 when there is none, and nobody can log in
    public long release() {
        return releases.number();
    }

    /// The releases behind it, for whoever installs them.
    public InForce<Operators> releases() {
        return releases;
    }
}
