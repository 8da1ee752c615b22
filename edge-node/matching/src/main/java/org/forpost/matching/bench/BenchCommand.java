package org.forpost.matching.bench;

import picocli.CommandLine.Command;

/// `forpost bench`: measures on this machine.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures speed on this machine.",
        subcommands = IdentifyBench.class)
public final class BenchCommand {}
