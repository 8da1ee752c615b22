package org.forpost.matching.tool;

import org.forpost.matching.batch.ExtractCommand;
import org.forpost.matching.batch.IdentifyCommand;
import org.forpost.matching.bench.BenchCommand;
import org.forpost.matching.evaluate.CalibrateCommand;
import org.forpost.matching.evaluate.EvaluateCommand;
import org.forpost.matching.evaluate.QualityCommand;
import org.forpost.matching.training.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The entry of the module's tools; each subcommand is a class of its own.
@Command(
        name = "forpost-matching",
        description = "Measures the fingerprint engine and runs it on files.",
        mixinStandardHelpOptions = true,
        subcommands = {
            EvaluateCommand.class,
            CalibrateCommand.class,
            IdentifyCommand.class,
            ExtractCommand.class,
            QualityCommand.class,
            BenchCommand.class,
            TrainCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
