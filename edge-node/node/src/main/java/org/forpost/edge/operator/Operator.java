package org.forpost.edge.operator;

import java.util.Set;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Operators.Role;

/// Who is at work.
///
/// @param login what records name
/// @param name as it is shown
public record Operator(String login, String name, Set<Role> roles) {
    public Operator {
        roles = Set.copyOf(roles);
    }

    static Operator of(Operators.Operator account) {
        return new Operator(account.login(), account.name(), account.roles());
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /// Whether travellers may be taken from document to decision.
    public boolean decides() {
        return is(Role.OFFICER) || is(Role.SUPERVISOR);
    }
}
