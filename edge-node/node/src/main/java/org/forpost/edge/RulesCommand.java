package org.forpost.edge;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.forpost.edge.rules.BadRulesException;
import org.forpost.edge.rules.RuleCases;
import org.forpost.edge.rules.RuleSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `forpost rules`.
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Rule sets: who gives no biometrics, how long a stay may be.",
        subcommands = {RulesCommand.Test.class, RulesCommand.Check.class})
final class RulesCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: test, check.");
    }

    private static final long MAX_BYTES = 4L << 20;
    private static final int UNUSABLE = 2;

    private static String read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + ": a file expected");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": at most " + MAX_BYTES + " bytes expected");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": text in UTF-8 expected", e);
        }
    }

    private static int unusable(CommandSpec spec, Exception e) {
        String why = e instanceof IOException ? Trouble.line(e) : String.valueOf(e.getMessage());
        spec.commandLine().getErr().println("forpost rules: " + why);
        return UNUSABLE;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads a rule set as a lane would. Exit code 0 if a lane would take it; 2 if not,",
                "with the entry that is not as it should be. The hub asks this before it signs."
            })
    static final class Check implements Callable<Integer> {
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "The rule set.")
        private Path rules;

        @Override
        public Integer call() {
            try {
                RuleSet set = RuleSet.parse(read(rules));
                spec.commandLine().getOut().println("Rule set " + set.version() + " is sound");
                return 0;
            } catch (BadRulesException | IOException e) {
                return unusable(spec, e);
            }
        }
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = {
                "Tries a rule set on examples. Exit code 0 only if every example comes out as it",
                "expects; 1 if one does not; 2 if a file cannot be used."
            })
    static final class Test implements Callable<Integer> {
        @Spec private CommandSpec spec;

        @Parameters(
                paramLabel = "FILE",
                description = "The examples: [[person]], [[stay]] and [[degraded]].")
        private Path cases;

        @Option(
                names = "--rules",
                paramLabel = "FILE",
                description = "The rule set; without it, the one that ships with this program.")
        private @Nullable Path rules;

        @Option(names = "--json", description = "Say how each example came out as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            List<RuleCases.Outcome> outcomes;
            RuleSet set;
            try {
                set = rules == null ? RuleSet.shipped() : RuleSet.parse(read(rules));
                outcomes = RuleCases.run(set, read(cases));
            } catch (BadRulesException | IOException e) {
                return unusable(spec, e);
            }
            long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
            if (json) {
                out.println(report(set, outcomes, failed));
            } else {
                outcomes.forEach(outcome -> out.println(line(outcome)));
                out.println(
                        "Rule set "
                                + set.version()
                                + ": "
                                + (outcomes.size() - failed)
                                + " of "
                                + outcomes.size()
                                + " examples came out as expected");
            }
            return failed == 0 ? 0 : 1;
        }

        private static String line(RuleCases.Outcome outcome) {
            return outcome.passed()
                    ? "passed  " + outcome.name() + ": " + outcome.found()
                    : "FAILED  "
                            + outcome.name()
                            + ": expected "
                            + outcome.expected()
                            + ", found "
                            + outcome.found();
        }

        private static String report(RuleSet set, List<RuleCases.Outcome> outcomes, long failed) {
            JsonArray list = new JsonArray();
            for (RuleCases.Outcome outcome : outcomes) {
                list.add(
                        new JsonObject()
                                .put("name", outcome.name())
                                .put("expected", outcome.expected())
                                .put("found", outcome.found())
                                .put("passed", outcome.passed()));
            }
            return new JsonObject()
                    .put("rules", set.version())
                    .put("examples", outcomes.size())
                    .put("failed", failed)
                    .put("outcomes", list)
                    .encode();
        }
    }
}
