package org.forpost.edge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// An officer at the page, by keyboard alone, in a real browser.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
    private static final double PATIENCE_MILLIS = 90_000;

    /// The event stream outruns the answer to every request, as it does now and then on a busy box.
    private static final String ANSWERS_COME_LATE =
            """
            const ask = window.fetch;
            window.fetch = async (...request) => {
              const answer = await ask(...request);
              await new Promise((resolve) => setTimeout(resolve, 700));
              return answer;
            };
            """;

    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private TestPost post;
    private Playwright playwright;
    private Page page;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Optional<Path> chromium = chromium();
        assumeTrue(chromium.isPresent(), "skipped: no chromium on the PATH");
        post = new TestPost(folder);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium.get())
                                        .setTimeout(PATIENCE_MILLIS)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1366, 900));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.addInitScript(ANSWERS_COME_LATE);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
    }

    @AfterAll
    void shut() {
        if (playwright != null) {
            playwright.close();
        }
        if (post != null) {
            post.close();
        }
    }

    private static Optional<Path> chromium() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void aNominalIsPlayedThroughByKeyboardInBothLanguages() {
        post.comes(TestPost.NOMINAL, 0);
        page.navigate("http://localhost:" + post.port() + "/");
        type("login", "ivanov");
        type("password", TestPost.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("form.document")).isVisible();
        picture("1-document");
        type("number", "L898902C");
        type("issuer", "UTO");
        type("surname", "DOE");
        type("givenNames", "JOHN");
        page.locator("[name=birthDate]").fill("1970-01-01");
        type("nationality", "UTO");
        page.keyboard().press("Enter");

        assertThat(page.locator(".traveller h1")).containsText("DOE");
        page.keyboard().press("F4");
        assertThat(page.locator("figure.shot.finger")).hasCount(4);
        assertThat(page.locator("article.candidate")).containsText("N-1");
        assertThat(page.locator("live-picture li").first()).containsText("Свет: хорошо");
        assertThat(page.locator("live-picture li").last()).containsText("не оценивается");
        picture("2-live-ru");
        page.keyboard().press("F7");
        assertThat(page.locator("figure.shot.face")).isVisible();
        assertThat(page.locator("live-picture")).hasCount(0);
        assertThat(page.locator("li[aria-current=step]")).containsText("Решение");
        picture("2-candidate-ru");

        page.keyboard().press("F6");
        assertThat(page.locator("li[aria-current=step]")).containsText("Decision");
        page.keyboard().press("F2");
        page.keyboard().press("F9");
        picture("3-refuse-en");
        page.keyboard().press("Enter");
        assertThat(page.locator(".done")).containsText("Recorded");
        assertThat(page.locator("form.document")).isVisible();
        picture("4-recorded-en");
        page.keyboard().press("F6");
        assertThat(page.locator(".done")).containsText("Записано");
        assertEquals(List.of(), complaints, "nothing of the page is blocked or broken");
    }

    private void type(String field, String text) {
        page.locator("[name=" + field + "]").focus();
        page.keyboard().type(text);
    }

    /// For people: how the page looked.
    private void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png"))
                        .setFullPage(true));
    }
}
