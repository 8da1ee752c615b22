package org.forpost.edge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A rule set is tried before it is published.
class RuleCasesTest {
    @Test
    void theShippedRuleSetDoesWhatItsExamplesExpect() throws IOException, BadRulesException {
        List<RuleCases.Outcome> outcomes = RuleCases.run(RuleSet.shipped(), examples());
        assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.passed()).toList());
        assertTrue(outcomes.size() >= 18);
    }

    @Test
    void aLawThatTakesAFaceOnlyOfChildrenIsARuleSetToo() throws IOException, BadRulesException {
        RuleSet rules = RuleSet.parse(text("face-only-rules.toml"));
        List<RuleCases.Outcome> outcomes = RuleCases.run(rules, text("face-only-examples.toml"));
        assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.passed()).toList());
        assertEquals(11, outcomes.size());
    }

    @Test
    void anExampleThatComesOutOtherwiseIsTold() throws IOException, BadRulesException {
        String wrong = examples().replaceFirst("expect = \"age-under-six\"", "expect = \"due\"");
        List<RuleCases.Outcome> failed =
                RuleCases.run(RuleSet.shipped(), wrong).stream()
                        .filter(outcome -> !outcome.passed())
                        .toList();
        assertEquals(
                List.of(new RuleCases.Outcome("sixth birthday tomorrow", "due", "age-under-six")),
                failed);
    }

    @Test
    void whatIsNoExampleIsRefusedByItsName() {
        for (String[] bad :
                new String[][] {
                    {"", "cases: 1 to 10000"},
                    {"[[person]]\nname = 'a'", "person[0].born"},
                    {"[[stay]]\nname = 'a'\ncrossings = ['in 2026']", "stay[0].crossings"},
                    {"[[animal]]\nname = 'a'", "animal"},
                    {"person = 3", "person"},
                }) {
            var refused =
                    assertThrows(
                            BadRulesException.class,
                            () -> RuleCases.run(RuleSet.shipped(), bad[0]),
                            bad[0]);
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith(bad[1]), refused.getMessage());
        }
    }

    private static String examples() throws IOException {
        return text("examples.toml");
    }

    private static String text(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RuleSet.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
