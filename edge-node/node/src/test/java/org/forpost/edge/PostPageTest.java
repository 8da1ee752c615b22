package org.forpost.edge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.post.TwoLanes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Two officers at two lanes of one post, each before a page in a real browser and at a keyboard;
/// the second lane is the desk. How it looked lies under `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostPageTest {
    private static final long VERA = 41;

    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final TwoLanes lan = new TwoLanes();
    private Axe axe;
    private TestPost first;
    private TestPost second;
    private Chromium chromium;
    private Page here;
    private Page there;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Optional<Chromium> found = Chromium.start();
        assumeTrue(found.isPresent(), "skipped: no chromium on the PATH");
        chromium = found.get();
        axe = Axe.load();
        first = lane(folder, 1);
        second = lane(folder, 2);
        PlaywrightAssertions.setDefaultAssertionTimeout(Chromium.PATIENCE_MILLIS);
        here = page(first);
        there = page(second);
    }

    private TestPost lane(Path folder, int number) throws Exception {
        return new TestPost(
                Files.createDirectories(folder.resolve("lane-" + number)),
                new TestPost.Membership(number, lan, "tikhaya-2"));
    }

    private Page page(TestPost lane) {
        BrowserContext context =
                chromium.browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(1366, 900)
                                .setReducedMotion(
                                        com.microsoft.playwright.options.ReducedMotion.REDUCE));
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onDialog(dialog -> dialog.accept());
        page.navigate("http://localhost:" + lane.port() + "/");
        page.locator("[name=login]").focus();
        page.keyboard().type("ivanov");
        page.locator("[name=password]").focus();
        page.keyboard().type(TestPost.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("form.document")).isVisible();
        return page;
    }

    @AfterEach
    void nothingWasComplainedOf() {
        assertEquals(List.of(), complaints);
    }

    @AfterAll
    void shut() {
        if (chromium != null) {
            first.close();
            second.close();
            chromium.close();
        }
    }

    private static void zoned(Page page, String zone) {
        assertThat(page.locator("form.document")).isVisible();
        page.locator("[name=mrz]").focus();
        page.keyboard().insertText(zone);
        assertThat(page.locator(".says .calm")).isVisible();
        page.keyboard().press("Enter");
        assertThat(page.locator("button.primary")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".traveller h1")).isVisible();
    }

    private static void captured(Page page) {
        page.keyboard().press("F4");
        assertThat(page.locator("figure.shot.finger")).hasCount(4);
        page.keyboard().press("F7");
        assertThat(page.locator("figure.shot.face")).isVisible();
    }

    private void looked(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png"))
                        .setFullPage(true));
        axe.barriers(page).forEach(barrier -> complaints.add(name + ", " + barrier));
    }

    @Test
    void aTravellerIsRefusedReferredAndSeenAgainAcrossTheLanes() throws Exception {
        // The panel: both lanes there, who carries, and where the last crossing lies.
        assertThat(here.locator(".post-panel tbody tr")).hasCount(2);
        assertThat(here.locator(".post-panel tbody .good")).hasCount(2);
        assertThat(here.locator(".post-panel")).containsText("№ 1");

        // Refused at lane 1.
        first.comes(VERA, 0);
        zoned(here, Zones.passport("UTO", "VOLKOVA", "VERA", "V1111111", "900417", 'F'));
        captured(here);
        here.keyboard().press("F9");
        here.keyboard().press("1");
        here.keyboard().press("Enter");
        assertThat(here.locator(".done")).containsText("VOLKOVA");
        assertThat(here.locator(".post-panel dd").first())
                .containsText("хранится у соседей: 1 из 1");
        assertThat(here.locator(".post-panel")).containsText("Хранится здесь для других полос");
        assertThat(there.locator(".post-panel")).containsText("ещё не в центре");
        looked(here, "50-post-panel-ru");
        here.keyboard().press("F6");
        looked(here, "51-post-panel-en");

        // Seen again at lane 2, under another name and with another document: only her fingers say
        // it, and the officer has to answer.
        second.comes(VERA, 0);
        there.keyboard().press("F6");
        zoned(there, Zones.passport("UTO", "SMITH", "JANE", "V2222222", "850101", 'F'));
        captured(there);
        Locator notice = there.locator("article.candidate");
        assertThat(notice).hasCount(1);
        assertThat(notice).containsText("Seen at lane 1");
        assertThat(notice).containsText("refused");
        assertThat(notice).containsText("VOLKOVA");
        looked(there, "52-seen-at-lane-1-en");
        there.keyboard().press("F6");
        assertThat(notice).containsText("На полосе 1");
        looked(there, "53-seen-at-lane-1-ru");
        there.keyboard().press("F8");
        assertThat(there.locator("button.record")).isDisabled();
        there.keyboard().press("Shift+F2");
        assertThat(there.locator("button.record")).isEnabled();
        there.keyboard().press("Escape");
        assertThat(there.locator("form.document")).isVisible();

        // Referred at lane 1, while the desk is off; on its page when it is there again.
        there.close();
        second.off();
        first.comes(42, 0);
        zoned(here, Zones.passport("UTO", "ORLOVA", "NINA", "V3333333", "880808", 'F'));
        captured(here);
        here.keyboard().press("F10");
        here.keyboard().press("1");
        here.keyboard().press("Enter");
        assertThat(here.locator(".done")).containsText("ORLOVA");
        assertThat(here.locator(".notice.warn")).containsText("tikhaya-2");
        assertThat(here.locator(".post-panel tbody .bad")).hasCount(1);
        looked(here, "54-desk-not-reached-en");
        second.on();
        there = page(second);
        assertThat(there.locator(".desk tbody tr")).hasCount(1);
        assertThat(there.locator(".desk")).containsText("ORLOVA");
        looked(there, "55-desk-ru");
        assertThat(here.locator("main > .notice.warn")).hasCount(0);

        // Taken up by keyboard, captured again, decided.
        there.keyboard().press("F2");
        there.keyboard().press("1");
        assertThat(there.locator(".first-line")).containsText("ivanov");
        assertThat(there.locator("figure.shot.finger")).hasCount(4);
        looked(there, "56-case-at-the-desk-ru");
        there.keyboard().press("F6");
        looked(there, "57-case-at-the-desk-en");
        second.comes(42, 0);
        Locator again = there.getByText("Take the right hand again");
        again.press("Enter");
        assertThat(again).isEnabled(); // again, once the fingers were taken
        assertThat(there.locator("figure.shot.finger")).hasCount(4);
        there.keyboard().press("F8");
        assertThat(there.locator("button.record")).isFocused();
        there.keyboard().press("Enter");
        assertThat(there.locator(".done")).containsText("ORLOVA");
        assertThat(there.locator(".desk tbody tr")).hasCount(0);
        looked(there, "58-decided-at-the-desk-en");

        // Lane 1 hears how it ended, and asks nobody when she comes again.
        here.keyboard().press("F3");
        assertThat(here.locator(".second-line")).containsText("second line");
        assertThat(here.locator(".second-line")).containsText("admitted");
        looked(here, "59-decided-by-the-second-line-en");
        here.keyboard().press("F3");
        zoned(here, Zones.passport("UTO", "ORLOVA", "NINA", "V3333333", "880808", 'F'));
        assertThat(here.locator(".settled")).hasCount(1);
        assertThat(here.locator(".settled")).containsText("Referred at this lane; the second line");
        assertThat(here.locator("article.candidate")).hasCount(0);
        first.comes(42, 0);
        captured(here);
        assertThat(here.locator(".settled .evidence li")).hasCount(4);
        looked(here, "60-admitted-at-the-second-line-en");
        here.keyboard().press("F6");
        assertThat(here.locator(".settled")).containsText("пропущен");
        looked(here, "61-admitted-at-the-second-line-ru");
        here.keyboard().press("F8");
        assertThat(here.locator("button.record")).isFocused();
        here.keyboard().press("Enter");
        assertThat(here.locator(".done")).containsText("ORLOVA");
    }
}
