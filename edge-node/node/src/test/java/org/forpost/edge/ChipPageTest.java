package org.forpost.edge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.forpost.sim.document.PassportZone;
import org.forpost.sim.document.Personality;
import org.forpost.sim.document.PulledOutCard;
import org.forpost.sim.scanner.Position;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// An officer reads chips at the page: by keyboard alone, in both languages, in a real browser. How
/// it looked lies under `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChipPageTest {
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final String RUN_AXE =
            """
            async () => {
              const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
                'wcag21aa', 'wcag22aa', 'best-practice'] });
              return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) =>
                html.slice(0, 120) + ' ' + any.map(({ message }) => message).join('; ')).join(' | '));
            }
            """;
    private static final long ANNA = 31;
    private static final long EVA = 32;
    private static final LocalDate BORN = LocalDate.of(1974, 8, 12);

    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final Documents documents = new Documents();
    private String axe = "";
    private TestPost post;
    private Chromium chromium;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Optional<Chromium> found = Chromium.start();
        assumeTrue(found.isPresent(), "skipped: no chromium on the PATH");
        chromium = found.get();
        post = new TestPost(folder, documents, documents.trust());
        try (var in = Objects.requireNonNull(ChipPageTest.class.getResourceAsStream(AXE), AXE)) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        context =
                chromium.browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(1366, 900)
                                .setReducedMotion(
                                        com.microsoft.playwright.options.ReducedMotion.REDUCE));
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(Chromium.PATIENCE_MILLIS);
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onDialog(dialog -> dialog.accept());
        page.navigate("http://localhost:" + post.port() + "/");
        page.locator("[name=login]").focus();
        page.keyboard().type("ivanov");
        page.locator("[name=password]").focus();
        page.keyboard().type(TestPost.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("form.document")).isVisible();
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

    @AfterEach
    void aFreeLaneInRussianAndNothingBroken() throws Exception {
        JsonObject crossing =
                new JsonObject(post.send("GET", "/api/state", "").body()).getJsonObject("crossing");
        if (crossing != null) {
            post.send("DELETE", "/api/crossings/" + crossing.getString("id"), "");
        }
        documents.unplug(false);
        List<String> said = List.copyOf(complaints);
        complaints.clear();
        page.evaluate("() => localStorage.setItem('forpost.language', 'ru')");
        page.reload();
        assertThat(page.locator("form.document")).isVisible();
        complaints.clear();
        assertEquals(List.of(), said);
    }

    @Test
    void anHonestChipWithFingersIsReadShownAndCompared() {
        PassportZone zone = Documents.zone("L898902C3", "ERIKSSON", "ANNA MARIA", BORN);
        var maker = Documents.finger(documents.maker(), ANNA, Position.RIGHT_INDEX, 2);
        documents.lay(Documents.finger(maker, EVA, Position.RIGHT_MIDDLE, 3), zone, ANNA);
        paste(zone);
        page.keyboard().press("F5");
        assertThat(page.locator(".chip h2")).containsText("Чип подлинный");
        assertThat(page.locator("button.primary")).isFocused();
        assertThat(page.locator("[name=surname]")).hasValue("ERIKSSON");
        picture("40-chip-document-ru");
        accessible();
        page.keyboard().press("Shift+F5");
        assertThat(page.locator(".all-steps li")).hasCount(14);
        assertThat(page.locator(".all-steps summary")).isFocused();
        assertThat(step("PACE")).containsText("пройдено");
        assertThat(step("Базовый контроль")).containsText("невозможно — не требуется");
        assertThat(step("Лицо в чипе")).containsText("когда пересечение открыто");
        picture("41-chip-steps-ru");
        accessible();
        page.locator("button.primary").focus();
        page.keyboard().press("Enter");
        // Read on by itself, with face and fingers, now that the crossing is open.
        assertThat(page.locator(".holder")).hasCount(3);
        page.keyboard().press("F6");
        assertThat(page.locator(".chip h2")).containsText("Chip is genuine and unchanged");
        page.keyboard().press("Shift+F5");
        assertThat(step("Fingers in the chip")).containsText("passed");
        page.keyboard().press("Shift+F5");
        post.comes(ANNA, 0);
        page.keyboard().press("F4");
        assertThat(page.locator("figure.shot.finger")).hasCount(4);
        page.keyboard().press("F7");
        assertThat(page.locator("figure.shot.face")).isVisible();
        assertThat(page.locator(".holder").nth(0)).containsText("no face model is configured");
        assertThat(page.locator(".holder.agrees")).containsText("Right index");
        assertThat(page.locator(".holder.does-not-agree")).containsText("Right middle");
        assertThat(page.locator(".holder").nth(0).locator("img")).hasCount(2);
        page.evaluate("() => window.scrollTo(0, 0)");
        picture("42-chip-compared-en");
        accessible();
        // The machine decides nothing: the officer admits.
        page.keyboard().press("F8");
        page.keyboard().press("Enter");
        assertThat(page.locator(".done")).containsText("ERIKSSON");
    }

    @Test
    void aCopyIsToldWithTheStepThatFailed() {
        PassportZone zone = Documents.zone("C1234567", "OLSEN", "KARI", BORN);
        documents.lay(documents.maker().personality(Personality.CLONED), zone, EVA);
        paste(zone);
        page.keyboard().press("F5");
        assertThat(page.locator(".chip h2.bad")).containsText("Подозрение");
        assertThat(page.locator(".chip > .chip-steps")).containsText("Аутентификация чипа");
        assertThat(page.locator(".chip > .chip-steps")).containsText("копия");
        picture("43-chip-cloned-ru");
        accessible();
        page.keyboard().press("F6");
        assertThat(page.locator(".chip > .chip-steps")).containsText("a copy");
        page.keyboard().press("Enter");
        assertThat(page.locator(".traveller h1")).containsText("OLSEN");
        assertThat(page.locator(".work .chip h2.bad")).containsText("Suspect");
        picture("44-chip-cloned-crossing-en");
        accessible();
    }

    @Test
    void anAlteredFaceIsNotShown() {
        PassportZone zone = Documents.zone("A7654321", "BERG", "LIV", BORN);
        documents.lay(documents.maker().personality(Personality.ALTERED), zone, EVA);
        paste(zone);
        page.keyboard().press("F5");
        assertThat(page.locator(".chip h2")).isVisible();
        page.keyboard().press("Enter");
        assertThat(page.locator(".work .chip > .chip-steps")).containsText("DG2");
        page.keyboard().press("F6");
        assertThat(page.locator(".work .chip > .chip-steps"))
                .containsText("data differ from what was signed");
        post.comes(EVA, 0);
        page.keyboard().press("F7");
        assertThat(page.locator(".holder")).containsText("gave no face that may be used");
        picture("45-chip-altered-en");
        accessible();
    }

    @Test
    void aPageThatSaysOtherwiseIsToldFieldByField() {
        PassportZone zone = Documents.zone("L898902C3", "ERIKSSON", "ANNA MARIA", BORN);
        documents.lay(documents.maker(), zone, ANNA);
        paste(Documents.zone("L898902C3", "ERICSSON", "ANNA MARIA", BORN));
        page.locator("[name=can]").focus();
        page.keyboard().type("314159");
        page.keyboard().press("F5");
        assertThat(page.locator(".differing")).containsText("ERICSSON, ANNA MARIA");
        assertThat(page.locator(".differing")).containsText("ERIKSSON, ANNA MARIA");
        assertThat(page.locator("[name=surname]")).hasValue("ERIKSSON");
        picture("46-chip-differs-ru");
        accessible();
    }

    @Test
    void whateverIsWrongWithReaderOrChipTheOfficerGoesOnByHand() {
        PassportZone zone = Documents.zone("H1112223", "HANSEN", "NINA", BORN);
        documents.takeAway();
        page.keyboard().press("F5");
        assertThat(page.locator("[role=alert]")).containsText("чем открыть");
        paste(zone);
        page.keyboard().press("F5");
        assertThat(page.locator(".chip-says")).containsText("нет документа");
        documents.unplug(true);
        page.keyboard().press("F5");
        assertThat(page.locator(".chip-says")).containsText("нет считывателя");
        documents.unplug(false);
        documents.lay(new PulledOutCard(documents.lay(documents.maker(), zone, EVA), 8));
        page.keyboard().press("F5");
        assertThat(page.locator(".chip h2.bad")).containsText("убран слишком рано");
        picture("47-chip-pulled-out-ru");
        accessible();
        documents.lay(documents.maker().personality(Personality.ENDLESS), zone, EVA);
        page.keyboard().press("F5");
        assertThat(page.locator(".chip h2.bad")).containsText("ответов больше");
        // By hand, from here on.
        page.locator("button.primary").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".traveller h1")).containsText("HANSEN");
        documents.takeAway();
        page.keyboard().press("F5");
        assertThat(page.locator(".chip-panel [role=alert]")).containsText("нет документа");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture("48-chip-by-hand-dark-ru");
        accessible();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        complaints.removeIf(said -> said.contains("422"));
    }

    private Locator step(String name) {
        return page.locator(".all-steps li")
                .filter(new Locator.FilterOptions().setHasText(name))
                .first();
    }

    private void paste(PassportZone zone) {
        page.locator("[name=mrz]").focus();
        page.keyboard().insertText(zone.lines());
        assertThat(page.locator(".says .calm")).isVisible();
    }

    private void picture(String name) {
        // Every picture on the page has come.
        page.waitForFunction(
                "() => [...document.images].every((one) => one.complete && one.naturalWidth > 0)");
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png"))
                        .setFullPage(true));
    }

    private void accessible() {
        page.evaluate(axe);
        assertEquals(List.of(), page.evaluate(RUN_AXE));
    }
}
