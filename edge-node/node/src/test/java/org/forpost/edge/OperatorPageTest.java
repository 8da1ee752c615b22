package org.forpost.edge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Operators at the page, by keyboard alone, in a real browser.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorPageTest {
    private TestPost post;
    private Chromium chromium;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Optional<Chromium> found = Chromium.start();
        assumeTrue(found.isPresent(), "skipped: no chromium on the PATH");
        chromium = found.get();
        post = new TestPost(folder);
        PlaywrightAssertions.setDefaultAssertionTimeout(Chromium.PATIENCE_MILLIS);
        context =
                chromium.browser.newContext(
                        new Browser.NewContextOptions().setViewportSize(1366, 900));
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        page = context.newPage();
    }

    @AfterAll
    void shut() {
        if (chromium != null) {
            chromium.close();
        }
        if (post != null) {
            post.close();
        }
    }

    private void logIn(Page at, String login, String password) {
        at.locator("[name=login]").focus();
        at.keyboard().press("ControlOrMeta+A");
        at.keyboard().type(login);
        at.keyboard().press("Tab");
        at.keyboard().type(password);
        at.keyboard().press("Enter");
    }

    @Test
    void anOfficerComesGoesAndLeavesNothingOnTheScreen() {
        page.navigate("http://localhost:" + post.port() + "/");
        assertThat(page.locator("login-view h1")).containsText("Вход");
        picture("5-login-ru");
        logIn(page, "ivanov", "not this");
        assertThat(page.locator(".notice.bad")).containsText("Неверное");
        logIn(page, "vchera", TestPost.PASSWORD);
        assertThat(page.locator("form.extension")).containsText("vchera");
        picture("6-expired-ru");
        page.locator("[name=supervisor]").focus();
        page.keyboard().type("smirnova");
        page.keyboard().press("Tab");
        page.keyboard().type(TestPost.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator(".notice.good")).containsText("vchera");
        logIn(page, "ivanov", TestPost.PASSWORD);
        assertThat(page.locator("form.document")).isVisible();
        assertThat(page.locator(".operator")).containsText("ivanov");

        // A second tab is the same officer's, and is locked with the first.
        Page tab = context.newPage();
        tab.navigate("http://localhost:" + post.port() + "/");
        assertThat(tab.locator("form.document")).isVisible();
        page.keyboard().press("F12");
        assertThat(page.locator("login-view h1")).containsText("закрыто");
        assertThat(tab.locator("login-view h1")).containsText("закрыто");
        assertThat(page.locator("form.document")).hasCount(0);
        page.keyboard().press("F6");
        assertThat(page.locator("login-view h1")).containsText("locked");
        picture("7-locked-en");
        page.keyboard().type(TestPost.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("form.document")).isVisible();
        assertThat(tab.locator("form.document")).isVisible();

        // Somebody else logs in at the other tab; the first one is theirs too.
        tab.bringToFront();
        tab.keyboard().press("F12");
        assertThat(tab.locator("login-view")).isVisible();
        tab.keyboard().press("Escape");
        assertThat(tab.locator("[name=login]")).isVisible();
        logIn(tab, "smirnova", TestPost.PASSWORD);
        assertThat(tab.locator(".operator")).containsText("smirnova");
        assertThat(page.locator(".operator")).containsText("smirnova");
        page.bringToFront();
        page.keyboard().press("F6");
        tab.close();
    }

    @Test
    void aDrillIsPlayedAndASupervisorGivesTheWord() {
        page.navigate("http://localhost:" + post.port() + "/");
        assertThat(page.locator("status-line, login-view").first()).isVisible();
        page.waitForCondition(() ->
                page.locator("form.document").isVisible()
                        || page.locator("[name=login]").isVisible());
        if (page.locator("form.document").isVisible()) {
            page.keyboard().press("F12");
            assertThat(page.locator("login-view")).isVisible();
            page.keyboard().press("Escape");
        }
        logIn(page, "smirnova", TestPost.PASSWORD);
        assertThat(page.locator("form.drills select")).isVisible();
        page.locator("form.drills [name=minutes]").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".drill")).containsText("УЧЕНИЕ");
        assertThat(page.locator("[data-rung=list-very-stale]")).isVisible();
        picture("8-drill-ru");

        page.locator("[name=number]").focus();
        page.keyboard().type("L898902C");
        field("issuer", "UTO");
        field("surname", "ERIKSSON");
        field("givenNames", "ANNA");
        page.locator("[name=birthDate]").fill("1974-08-12");
        field("nationality", "UTO");
        page.locator("[name=category]").selectOption("diplomat");
        page.locator("[name=number]").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".traveller h1")).containsText("ERIKSSON");
        page.keyboard().press("F8");
        page.keyboard().press("Enter");
        assertThat(page.locator("word-view")).isVisible();
        picture("9-word-ru");
        page.keyboard().type("smirnova");
        page.keyboard().press("Tab");
        page.keyboard().type(TestPost.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator(".done")).containsText("Записано");
        page.locator("form.drills button").click();
        assertThat(page.locator(".drill")).hasCount(0);
        page.keyboard().press("F12");
        assertThat(page.locator("login-view")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("[name=login]")).isVisible();
    }

    private void field(String name, String text) {
        page.locator("[name=" + name + "]").focus();
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
