package org.forpost.protocol.world;

/// What became of some worlds, for comparing two programs: one line for each seed.
final class TraceOf {
    private TraceOf() {}

    /// @param args seeds
    public static void main(String[] args) {
        for (String seed : args) {
            System.out.println(seed + " " + of(Long.parseLong(seed)));
        }
    }

    static String of(long seed) {
        World.Report report = World.run(seed);
        return report.events() + " " + report.trace();
    }
}
