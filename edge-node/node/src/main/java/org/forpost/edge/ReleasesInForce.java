package org.forpost.edge;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.forpost.edge.document.TrustInForce;
import org.forpost.edge.operator.Accounts;
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

    /// Something that claimed to be a release was refused before its role was known. The
    /// watchlist's place on the page is where officers look.
    void refused(String why) {
        watchlist.refused(why);
    }
}
