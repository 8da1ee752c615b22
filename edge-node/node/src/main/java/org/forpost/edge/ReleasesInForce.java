package org.forpost.edge;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.forpost.edge.document.TrustInForce;
import org.forpost.edge.operator.Accounts;
import org.forpost.edge.release.InForce;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.watchlist.Watchlist;
import org.forpost.protocol.release.Role;

/// All that comes down signed, by role.
record ReleasesInForce(
        Watchlist watchlist, RulesInForce rules, Accounts accounts, TrustInForce trust) {

    /// Makes a release durable and puts it in force.
    void install(Role role, byte[] signed, byte[] content)
            throws RefusedReleaseException, IOException {
        switch (role) {
            case WATCHLIST -> watchlist.install(signed, content);
            case RULES -> rules.releases().install(signed, content);
            case OPERATORS -> accounts.releases().install(signed, content);
            case TRUST -> trust.releases().install(signed, content);
        }
    }

    /// @return the number in force of each role; 0 where there is none
    Map<Role, Long> held() {
        Map<Role, Long> held = new EnumMap<>(Role.class);
        held.put(Role.WATCHLIST, watchlist.number());
        held.put(Role.RULES, rules.releases().number());
        held.put(Role.OPERATORS, accounts.releases().number());
        held.put(Role.TRUST, trust.releases().number());
        return held;
    }

    /// The release in force as it lies on the disk; empty where there is none.
    Optional<InForce.Stored> stored(Role role) throws IOException {
        return switch (role) {
            case WATCHLIST -> watchlist.releases().stored();
            case RULES -> rules.releases().stored();
            case OPERATORS -> accounts.releases().stored();
            case TRUST -> trust.releases().stored();
        };
    }

    /// Something that claimed to be a release was refused before its role was known. The
    /// watchlist's place on the page is where officers look.
    void refused(String why) {
        watchlist.refused(why);
    }
}
