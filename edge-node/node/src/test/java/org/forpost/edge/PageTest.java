package org.forpost.edge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A shift at the page: travellers one after another, by keyboard alone, in a real browser, in both
/// languages. How each looked lies under `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageTest {
    private static final double PATIENCE_MILLIS = Chromium.PATIENCE_MILLIS;
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final long ANNA = 11;
    private static final long YURI = 12;

    /// The event stream outruns the answer to every request, as it does now and then on a busy box.
    private static final String ANSWERS_COME_LATE =
            """
            const ask = window.fetch;
            window.fetch = async (...request) => {
              const answer = await ask(...request);
              await new Promise((resolve) => setTimeout(resolve, 400));
              return answer;
            };
            """;

    /// What WCAG 2.2 AA asks and axe-core can see, in the words of a test's failure.
    private static final String RUN_AXE =
            """
            async () => {
              const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
                'wcag21aa', 'wcag22aa', 'best-practice'] });
              return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) =>
                html.slice(0, 120) + ' ' + any.map(({ message }) => message).join('; ')).join(' | '));
            }
            """;

    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
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
        post = new TestPost(folder);
        try (var in = Objects.requireNonNull(PageTest.class.getResourceAsStream(AXE), AXE)) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        context =
                chromium.browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(1366, 900)
                                .setReducedMotion(
                                        com.microsoft.playwright.options.ReducedMotion.REDUCE));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        page = tab();
        page.locator("[name=login]").focus();
        page.keyboard().type("ivanov");
        page.locator("[name=password]").focus();
        page.keyboard().type(TestPost.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("form.document")).isVisible();
    }

    private Page tab() {
        Page tab = context.newPage();
        tab.onPageError(complaints::add);
        tab.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        tab.onDialog(dialog -> dialog.accept());
        tab.navigate("http://localhost:" + post.port() + "/");
        return tab;
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

    /// Whatever went wrong, the next traveller finds a free lane.
    @AfterEach
    void nothingOfThePageIsBlockedOrBroken() throws Exception {
        JsonObject crossing =
                new JsonObject(post.send("GET", "/api/state", "").body()).getJsonObject("crossing");
        if (crossing != null) {
            post.send("DELETE", "/api/crossings/" + crossing.getString("id"), "");
            page.reload();
        }
        List<String> said = List.copyOf(complaints);
        complaints.clear();
        assertEquals(List.of(), said);
    }

    @Test
    @Order(1)
    void anOrdinaryTravellerIsAdmittedAndToldUntilWhen() throws Exception {
        post.comes(ANNA, 0);
        assertThat(page.locator("[name=mrz]")).isFocused();
        picture("01-document-ru");
        accessible();
        paste(Zones.passport("UTO", "ERIKSSON", "ANNA MARIA", "L898902C3", "740812", 'F'));
        assertThat(page.locator(".says .calm")).containsText("TD3");
        assertThat(page.locator("#mrz-says")).containsText("ЭРИКССОН");
        picture("02-zone-read-ru");
        accessible();
        page.keyboard().press("Enter");
        assertThat(page.locator("button.primary")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".traveller h1")).containsText("ERIKSSON");
        assertThat(page.locator(".stay .until")).containsText(russian(lastDay()));
        picture("03-before-capture-ru");
        accessible();
        captured(4);
        assertThat(page.locator(".calm")).isVisible();
        page.keyboard().press("F8");
        assertThat(page.locator("button.record")).isFocused();
        picture("04-admit-ru");
        accessible();
        page.keyboard().press("Enter");
        recorded("ERIKSSON");
        picture("05-recorded-ru");
    }

    @Test
    @Order(2)
    void aNominalIsShownFingerBesideFingerAndRefused() {
        page.addInitScript(ANSWERS_COME_LATE);
        page.reload();
        assertThat(page.locator("form.document")).isVisible();
        page.keyboard().press("F6");
        assertThat(page.locator("[aria-current=step]")).containsText("Document");
        post.comes(TestPost.NOMINAL, 0);
        zoned(Zones.passport("UTO", "SMITH", "PETER", "X1234567", "700101", 'M'));
        captured(4);
        assertThat(page.locator("article.candidate")).containsText("N-1");
        assertThat(page.locator(".comparison svg")).hasCount(2);
        assertTrue(page.locator(".comparison svg").last().locator(".minutia").count() >= 8);
        picture("06-candidate-en");
        accessible();
        // A reload in the middle loses nothing.
        page.keyboard().press("F2");
        page.reload();
        assertThat(page.locator("article.candidate [aria-pressed=true]"))
                .containsText("This is the person");
        page.keyboard().press("F9");
        assertThat(page.locator(".reason").first()).isFocused();
        page.keyboard().press("3");
        assertThat(page.locator("button.record")).isFocused();
        picture("07-refuse-en");
        accessible();
        page.keyboard().press("Enter");
        recorded("SMITH");
        picture("08-recorded-en");
    }

    @Test
    @Order(3)
    void whoWasRefusedComesAgainUnderAnotherName() {
        post.comes(TestPost.NOMINAL, 0);
        zoned(Zones.passport("XXA", "BROWN", "JAMES", "Q7777777", "710202", 'M'));
        captured(4);
        assertThat(page.locator("article.candidate")).hasCount(2);
        assertThat(page.locator(".candidates")).containsText("Seen at this lane");
        assertThat(page.locator(".candidates")).containsText("SMITH");
        page.keyboard().press("F2");
        page.keyboard().press("F2");
        picture("09-seen-before-en");
        page.keyboard().press("F10");
        page.keyboard().press("1");
        page.keyboard().press("Enter");
        recorded("BROWN");
    }

    @Test
    @Order(4)
    void aChildThatIsSixTomorrowGivesNothing() {
        page.keyboard().press("F6");
        String born =
                today().plusDays(1).minusYears(6).format(DateTimeFormatter.ofPattern("yyMMdd"));
        zoned(Zones.passport("UTO", "ERIKSSON", "LEO", "L898902C4", born, 'M'));
        assertThat(page.locator(".exempt")).isVisible();
        page.keyboard().press("F4");
        page.keyboard().press("F7");
        picture("10-child-ru");
        accessible();
        page.keyboard().press("F8");
        page.keyboard().press("Enter");
        recorded("ERIKSSON");
    }

    @Test
    @Order(5)
    void aStolenDocumentIsTold() {
        post.comes(21, 0);
        paste(Zones.passport("UTO", "MILLER", "KATE", "S7654321", "850505", 'F'));
        page.locator("[name=category]").selectOption("diplomat");
        page.locator("button.primary").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("article.candidate")).containsText("похищенным");
        assertThat(page.locator("article.candidate")).containsText("Keep the document.");
        picture("11-stolen-ru");
        accessible();
        page.keyboard().press("F2");
        page.keyboard().press("F9");
        page.keyboard().press("2");
        page.keyboard().press("Enter");
        recorded("MILLER");
    }

    @Test
    @Order(6)
    void aNameInAnotherAlphabetIsTheOfficersToJudge() {
        post.comes(YURI, 0);
        zoned(Zones.passport("RUS", "GRIGOREV", "IURII", "751234567", "810304", 'M'));
        assertThat(page.locator("article.candidate")).containsText("N-2");
        picture("12-name-ru");
        page.keyboard().press("Shift+F2");
        captured(4);
        page.keyboard().press("F8");
        page.keyboard().press("Enter");
        recorded("GRIGOREV");
    }

    @Test
    @Order(7)
    void fingersThatCannotBeHadAreSaidWithWhatFollows() {
        page.keyboard().press("F6");
        post.comes(22, 0);
        paste(Zones.passport("UTO", "NGUYEN", "THI", "B1112223", "900909", 'F'));
        page.locator("button.digit").nth(6).focus();
        page.keyboard().press("Enter");
        page.locator("button.digit").nth(7).focus();
        page.keyboard().press("Space");
        page.keyboard().press("Space");
        picture("13-exceptions-en");
        accessible();
        page.locator("button.primary").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".shot.excepted")).hasCount(2);
        assertThat(page.locator(".captures")).containsText("due again from");
        captured(2);
        picture("14-two-fingers-en");
        page.keyboard().press("F8");
        page.keyboard().press("Enter");
        recorded("NGUYEN");
    }

    @Test
    @Order(8)
    void aDamagedZoneSaysWhichDigitAndABadPressIsTakenAgain() {
        post.comes(23, 1);
        String zone = Zones.passport("UTO", "OKAFOR", "CHIDI", "C4445556", "930303", 'M');
        paste(zone.replace("C4445556", "C4445557"));
        assertThat(page.locator(".faults")).containsText("Document number");
        picture("15-check-digit-en");
        accessible();
        page.locator("[name=mrz]").fill("");
        zoned(zone);
        page.keyboard().press("F4");
        assertThat(page.locator(".shot.bad").first()).isVisible();
        picture("16-bad-press-en");
        accessible();
        page.keyboard().press("F4");
        assertThat(page.locator(".shot.finger.good")).hasCount(4);
        page.keyboard().press("F7");
        assertThat(page.locator("figure.shot.face")).isVisible();
        page.keyboard().press("F8");
        page.keyboard().press("Enter");
        recorded("OKAFOR");
    }

    @Test
    @Order(9)
    void anExitHasNoStayAndTwoTabsShowOneTraveller() {
        post.comes(ANNA, 0);
        paste(Zones.passport("UTO", "ERIKSSON", "ANNA MARIA", "L898902C3", "740812", 'F'));
        page.locator("[name=direction][value=entry]").focus();
        page.keyboard().press("ArrowRight");
        page.locator("button.primary").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".traveller .way")).containsText("Exit");
        assertThat(page.locator(".stay")).hasCount(0);
        captured(4);
        Page other = context.newPage();
        other.navigate("http://localhost:" + post.port() + "/");
        assertThat(other.locator(".traveller h1")).containsText("ERIKSSON");
        assertThat(other.locator("figure.shot.finger")).hasCount(4);
        page.keyboard().press("F8");
        page.keyboard().press("Enter");
        recorded("ERIKSSON");
        assertThat(other.locator("form.document")).isVisible();
        other.close();
    }

    @Test
    @Order(10)
    void aMissingExitIsMarkedWhenTheSamePersonComesAgain() {
        post.comes(YURI, 0);
        zoned(Zones.passport("RUS", "GRIGOREV", "IURII", "751234567", "810304", 'M'));
        assertThat(page.locator(".stay .missing")).containsText("no exit after the entry");
        picture("17-missing-exit-en");
        page.keyboard().press("Shift+F2");
        page.keyboard().press("F9");
        page.keyboard().press("5");
        page.keyboard().press("Enter");
        recorded("GRIGOREV");
    }

    @Test
    @Order(11)
    void aDecisionIsCorrectedByAnotherRecordAndPrinted() throws Exception {
        page.keyboard().press("F3");
        assertThat(page.locator(".decided tbody tr")).hasCount(8);
        picture("18-decided-en");
        accessible();
        page.keyboard().press("1");
        page.keyboard().press("F8");
        page.keyboard().press("2");
        picture("19-correction-en");
        accessible();
        page.keyboard().press("Enter");
        assertThat(page.locator(".done")).containsText("Correction recorded");
        page.keyboard().press("F3");
        assertThat(page.locator(".decided tbody tr").first()).containsText("was: refused");
        picture("20-corrected-en");
        JsonObject last =
                new JsonObject(post.send("GET", "/api/crossings", "").body())
                        .getJsonArray("crossings")
                        .getJsonObject(0);
        assertEquals("admit", last.getString("outcome"));
        byte[] slip = post.bytes("/api/crossings/" + last.getString("id") + "/slip.pdf");
        Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(Path.of("target", "screenshots", "slip.pdf"), slip);
        assertTrue(new String(slip, 0, 5, StandardCharsets.US_ASCII).startsWith("%PDF-"));
        page.keyboard().press("F3");
    }

    @Test
    @Order(12)
    void aLaneThatFellSilentIsSaidAndFoundAgain() throws Exception {
        context.setOffline(true);
        page.evaluate("() => fetch('/api/state').catch(() => {})");
        context.setOffline(false);
        complaints.clear();
        assertThat(page.locator("form.document")).isVisible();
        post.comes(24, 0);
        zoned(Zones.passport("UTO", "LIND", "EVA", "D5556667", "880101", 'F'));
        page.keyboard().press("Escape");
        assertThat(page.locator("form.document")).isVisible();
        complaints.clear();
    }

    private void zoned(String zone) {
        paste(zone);
        assertThat(page.locator(".says .calm")).isVisible();
        page.keyboard().press("Enter");
        assertThat(page.locator("button.primary")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".traveller h1")).isVisible();
    }

    /// As a document scanner that acts as a keyboard does, in one go.
    private void paste(String zone) {
        page.locator("[name=mrz]").focus();
        page.keyboard().insertText(zone);
        assertThat(page.locator("[name=number]")).not().hasValue("");
    }

    private void captured(int fingers) {
        page.keyboard().press("F4");
        assertThat(page.locator("figure.shot.finger:not(.excepted)")).hasCount(fingers);
        page.keyboard().press("F7");
        assertThat(page.locator("figure.shot.face")).isVisible();
        assertThat(page.locator("li[aria-current=step]"))
                .hasText(java.util.regex.Pattern.compile("3\\s+(Decision|Решение)"));
    }

    private void recorded(String surname) {
        assertThat(page.locator(".done")).containsText(surname);
        assertThat(page.locator("form.document")).isVisible();
    }

    /// By day and by night.
    private void accessible() {
        if (!Boolean.TRUE.equals(page.evaluate("() => 'axe' in window"))) {
            page.evaluate(axe);
        }
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            if (page.evaluate(RUN_AXE) instanceof List<?> barriers) {
                barriers.forEach(barrier -> complaints.add(last + ", " + scheme + ": " + barrier));
            }
        }
    }

    private String last = "";

    /// For people: how the page looked.
    private void picture(String name) {
        last = name;
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png"))
                        .setFullPage(true));
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    }

    /// As the lane reckoned it; that it reckons well is tested where it reckons.
    private LocalDate lastDay() throws Exception {
        return LocalDate.parse(
                new JsonObject(post.send("GET", "/api/state", "").body())
                        .getJsonObject("crossing")
                        .getJsonObject("stay")
                        .getString("lastDay"));
    }

    private static String russian(LocalDate day) {
        return day.format(
                DateTimeFormatter.ofPattern("d MMMM yyyy", java.util.Locale.forLanguageTag("ru")));
    }
}
