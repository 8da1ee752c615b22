package org.forpost.edge;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Asks axe-core what in a page keeps whom out (WCAG 2.2 AA), in light and in dark.
record Axe(String script) {
    private static final String FILE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    /// What WCAG 2.2 AA asks and axe-core can see, in the words of a test's failure.
    private static final String RUN =
            """
            async () => {
              const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
                'wcag21aa', 'wcag22aa', 'best-practice'] });
              return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) =>
                html.slice(0, 120) + ' ' + any.map(({ message }) => message).join('; ')).join(' | '));
            }
            """;

    static Axe load() throws IOException {
        try (var in = Objects.requireNonNull(Axe.class.getResourceAsStream(FILE), FILE)) {
            return new Axe(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// @return what it found, in a line each
    List<String> barriers(Page page) {
        if (!Boolean.TRUE.equals(page.evaluate("() => 'axe' in window"))) {
            page.evaluate(script);
        }
        List<String> found = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            if (page.evaluate(RUN) instanceof List<?> barriers) {
                barriers.forEach(barrier -> found.add(scheme + ": " + barrier));
            }
        }
        return found;
    }
}
