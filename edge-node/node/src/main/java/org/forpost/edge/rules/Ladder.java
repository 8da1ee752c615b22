package org.forpost.edge.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.forpost.protocol.record.Crossing.Outcome;

/// All rungs of a rule set.
public record Ladder(List<Rung> rungs) {
    public Ladder {
        rungs = List.copyOf(rungs);
    }

    /// What may be decided.
    public enum Permission {
        ALLOWED,
        WITH_SUPERVISOR,
        FORBIDDEN
    }

    /// The rungs that a lane stands on.
    ///
    /// @param rungs the worst first; never two of the list's age
    public record Standing(List<Rung> rungs) {
        public Standing {
            rungs = List.copyOf(rungs);
        }

        /// @param captured whether the traveller is exempt, or has given what is due
        public Permission permits(Outcome outcome, boolean captured) {
            Permission permission = Permission.ALLOWED;
            for (Rung rung : rungs) {
                if (!rung.bearsOn(captured)) {
                    continue;
                }
                if (rung.forbidden().contains(outcome)) {
                    return Permission.FORBIDDEN;
                }
                if (rung.asks().contains(outcome)) {
                    permission = Permission.WITH_SUPERVISOR;
                }
            }
            return permission;
        }

        /// The worst one that is not full operation.
        public Optional<Rung> worst() {
            return rungs.stream().filter(rung -> rung.level() > 0).findFirst();
        }
    }

    public Optional<Rung> named(String code) {
        return rungs.stream().filter(rung -> rung.code().equals(code)).findFirst();
    }

    /// @param drilled a rung that is played, besides those that are reached
    public Standing standing(Conditions conditions, Optional<Rung> drilled) {
        List<Rung> reached = new ArrayList<>();
        drilled.ifPresent(reached::add);
        rungs.stream()
                .filter(rung -> reached(rung, conditions))
                .filter(rung -> !reached.contains(rung))
                .forEach(reached::add);
        // A list has one age: only the highest rung of it that is reached counts.
        listRung(reached)
                .ifPresent(highest ->
                        reached.removeIf(rung -> ofListAge(rung) >= 0 && !rung.equals(highest)));
        reached.sort(Comparator.comparingInt(Rung::level).reversed());
        return new Standing(reached);
    }

    public Standing standing(Conditions conditions) {
        return standing(conditions, Optional.empty());
    }

    private static Optional<Rung> listRung(List<Rung> reached) {
        return reached.stream()
                .filter(rung -> ofListAge(rung) >= 0)
                .max(Comparator.comparingInt(Ladder::ofListAge));
    }

    private static int ofListAge(Rung rung) {
        return rung.when() instanceof Rung.When.ListAge(int hours) ? hours : -1;
    }

    private static boolean reached(Rung rung, Conditions conditions) {
        return switch (rung.when()) {
            case Rung.When.ListAge(int hours) ->
                    conditions.listAge().filter(age -> age.toHours() >= hours).isPresent();
            case Rung.When.NoList() -> conditions.listAge().isEmpty();
            case Rung.When.Without(Conditions.Gone device) -> conditions.gone().contains(device);
            case Rung.When.OnBattery() -> conditions.onBattery();
            case Rung.When.DiskBelow(int mib) -> conditions.freeMib() < mib;
        };
    }
}
