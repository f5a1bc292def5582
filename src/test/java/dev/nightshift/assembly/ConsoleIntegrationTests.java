package dev.nightshift.assembly;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.Remembered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console in a real browser, over the real program with the real small model: what an operator
 * does, with the mouse, with the keyboard, and without JavaScript. Pictures of the pages are left
 * in {@code target/screenshots}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIf("noBrowser")
class ConsoleIntegrationTests {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleIntegrationTests.class);
  private static final String FOX = "What is the name of the fox of the night desk?";
  private static final String RIGHT = "The fox of the night desk is called Miro.";
  private static final List<String> PAGES =
      List.of(
          "nights",
          "trends",
          "questions",
          "review",
          "adapters",
          "playground",
          "governance",
          "governance/instructions",
          "settings");

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private OperatorBrowser browser;

  private String question = "";

  static boolean noBrowser() {
    boolean missing = !Files.isExecutable(OperatorBrowser.CHROMIUM);
    if (missing) {
      LOG.warn("############ SKIPPED: the console is not tested in a browser; install chromium");
    }
    return missing;
  }

  @BeforeAll
  void start(@TempDir Path home) throws IOException, InterruptedException {
    server =
        new RunningServer(
            home,
            Map.of(
                "nightshift.rollout.monitor-duration", "2s",
                "nightshift.rollout.baseline-probes", "12",
                "nightshift.rollout.latency-threshold", "60s",
                "nightshift.tuning.min-failures", "1",
                "nightshift.tuning.epochs", "1",
                "nightshift.tuning.rank", "2",
                "nightshift.tuning.rewordings", "2",
                "nightshift.tuning.replay-share", "0",
                "nightshift.tuning.contrasts", "0"));
    browser = new OperatorBrowser(server, home);
    question = browser.ask(FOX);
    for (String known : List.of("France", "Italy", "Spain", "Japan")) {
      String id = browser.ask("What is the capital of " + known + "?");
      server.pipeline.feedback().give(id, Feedback.Kind.UP, null, "anna");
    }
  }

  @AfterAll
  void stop() {
    browser.close();
    server.close();
  }

  @BeforeEach
  void open() {
    browser.anew(true);
  }

  @Test
  void nobody_gets_in_without_a_key_and_a_link_is_good_once() throws Exception {
    Page page = browser.page();
    browser.go(page, "questions");
    assertThat(page).hasURL(browser.url() + "login");

    page.getByLabel("API key").fill("no key at all");
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not a key that is in force");
    page.getByLabel("API key").fill(RunningServer.KEY);
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("scope operate");
    page.getByLabel("API key").fill(browser.operator());
    page.getByRole(AriaRole.BUTTON).click();
    assertThat(page).hasURL(browser.url() + "nights");

    page.getByRole(AriaRole.BUTTON).getByText("Log out").click();
    browser.go(page, "nights");
    assertThat(page).hasURL(browser.url() + "login");
    String link = browser.link();
    page.navigate(link);
    assertThat(page).hasURL(browser.url() + "nights");
    browser.forgetCookies();
    assertThat(page.navigate(link).status()).isEqualTo(403);
  }

  @Test
  void every_page_is_labelled_legible_and_without_a_complaint_of_the_browser() throws Exception {
    Page page = browser.enter();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      for (String path : PAGES) {
        Response response = browser.go(page, path);
        assertThat(response.status()).as(path).isEqualTo(200);
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page.locator("nav a[aria-current=page]")).hasCount(1);
        assertThat(page.evaluate(PageChecks.UNLABELLED)).as("%s: unlabelled", path).isEqualTo("");
        assertThat(page.evaluate(PageChecks.PALE)).as("%s in %s", path, scheme).isEqualTo("");
        browser.picture(
            page, path.replace('/', '-') + "-" + scheme.name().toLowerCase(Locale.ROOT));
      }
    }
    assertThat(browser.complaints).isEmpty();
    assertThat(browser.go(page, "nowhere").status()).isEqualTo(404);
  }

  @Test
  void an_earlier_report_is_found_from_the_newest() throws Exception {
    String first = server.pipeline.code.governance().report(Duration.ofHours(1)).id();
    server.pipeline.code.governance().report(Duration.ofHours(1));
    Page page = browser.enter();
    browser.go(page, "governance");
    assertThat(page.locator("h2").first()).containsText("Newest report");

    page.locator("a[href*='report=" + first + "']").click();
    assertThat(page.locator("h2").first()).containsText("An earlier report");
    assertThat(browser.go(page, "governance?report=none").status()).isEqualTo(404);
  }

  @Test
  void the_keyboard_alone_finds_the_content_and_leaves_a_remark() throws Exception {
    Page page = browser.enter();
    browser.go(page, "questions/" + question);
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to the content")).isFocused();
    page.getByLabel("A remark, which decides nothing").focus();
    page.keyboard().type("seen at night");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
    assertThat(page.locator(".said")).containsText("seen at night");
  }

  @Test
  void a_form_of_another_page_changes_nothing() throws Exception {
    Page page = browser.enter();
    String token = page.locator("input[name=token]").first().inputValue();
    String cookie = browser.cookie();
    String path = "questions/" + question + "/feedback";

    assertThat(status(path, cookie, "kind=down")).isEqualTo(403);
    assertThat(status(path, cookie, "kind=down&token=guessed")).isEqualTo(403);
    assertThat(status(path, "other", "kind=down&token=" + token)).isEqualTo(303);
    assertThat(said()).noneMatch(one -> one.kind() == Feedback.Kind.DOWN);
  }

  private int status(String path, String session, String form)
      throws IOException, InterruptedException {
    return browser.post(path, "Cookie", "nightshift_session=" + session, form).statusCode();
  }

  private List<Feedback> said() {
    return server.pipeline.memory().find(question).map(Remembered::feedback).orElseThrow();
  }

  @Test
  void without_javascript_an_answer_is_corrected_and_the_next_night_trains_on_it()
      throws Exception {
    browser.anew(false);
    Page page = browser.enter();
    browser.go(page, "questions?q=fox");
    page.getByText(FOX).click();
    page.getByLabel("A better answer").fill(RIGHT);
    page.getByText("Correct it").click();
    assertThat(page.locator("main")).containsText("Correction in force");
    assertThat(server.pipeline.memory().find(question).flatMap(Remembered::correction))
        .get()
        .extracting(Feedback::correction)
        .isEqualTo(RIGHT);

    browser.go(page, "nights");
    page.getByText("Run one now").click();
    browser.picture(page, "confirm");
    page.getByText("Start it").click();
    awaitEnd(page);
    browser.picture(page, "command");
    browser.go(page, "nights");
    assertThat(page.locator("table.steps")).containsText("1 failures, 1 training rows");
    assertThat(page.locator("table.steps")).containsText("Gate");
    assertThat(page.locator("svg[role=img]")).hasCount(0);
    browser.picture(page, "night");

    browser.go(page, "adapters");
    page.locator("tbody a code").first().click();
    assertThat(page.locator("main")).containsText("Where it came from");
    assertThat(page.locator("main")).containsText(RIGHT);
    browser.picture(page, "adapter");
    page.getByText(FOX).first().click();
    assertThat(page.locator("main")).containsText("What was taught of it");
    browser.picture(page, "question");
  }

  /** As somebody does whose page does not move by itself. */
  private static void awaitEnd(Page page) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMillis((long) OperatorBrowser.PATIENCE).toNanos();
    while (!page.locator("h1").innerText().contains("ended")) {
      assertThat(System.nanoTime()).as("the command goes on for too long").isLessThan(end);
      Thread.sleep(500);
      page.reload();
    }
  }

  @Test
  void a_drill_is_followed_while_it_runs_and_stands_in_the_history() throws Exception {
    Page page = browser.enter();
    browser.go(page, "adapters");
    page.getByText("Drill").click();
    page.getByText("Start the drill").click();
    assertThat(page.locator("h1"))
        .containsText("ended", new ContainsTextOptions().setTimeout(OperatorBrowser.PATIENCE));
    assertThat(page.locator("main")).containsText("ROLLED_BACK");
    browser.go(page, "adapters");
    assertThat(page.locator("main")).containsText("drill");
    assertThat(page.locator("main")).containsText("taken back");
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void the_playground_shows_each_answer_with_its_tokens_and_remembers_none() throws Exception {
    long before = server.pipeline.memory().counts().exchanges();
    Page page = browser.enter();
    browser.go(page, "playground");
    page.getByLabel("Question").fill("What is the capital of France?");
    page.getByText("Ask", new Page.GetByTextOptions().setExact(true)).click();

    assertThat(page.locator(".sides section")).hasCount(2);
    assertThat(page.locator(".tokens").first()).containsText("Paris");
    assertThat(page.locator(".tokens span").first())
        .hasAttribute("title", Pattern.compile("\\d+ %"));
    assertThat(server.pipeline.memory().counts().exchanges()).isEqualTo(before);
    browser.picture(page, "playground-answers");
  }
}
