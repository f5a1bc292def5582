package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import dev.nightshift.gateway.ServerFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An operator at a browser, in front of a running server; pictures go to target/screenshots. */
final class OperatorBrowser implements AutoCloseable {
  static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("NIGHTSHIFT_TEST_CHROMIUM", "/usr/bin/chromium"));

  /** For what the program does at the press of a button. */
  static final double PATIENCE = Duration.ofMinutes(4).toMillis();

  private static final Path PICTURES = Path.of("target", "screenshots");

  /** What the browser complained of, on all pages so far. */
  final List<String> complaints = new ArrayList<>();

  private final RunningServer server;
  private final Path home;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Playwright playwright;
  private final Browser browser;
  private BrowserContext context;

  OperatorBrowser(RunningServer server, Path home) throws IOException {
    this.server = server;
    this.home = home;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
    Files.createDirectories(PICTURES);
    context = browser.newContext();
  }

  /** Begins with no cookies. */
  void anew(boolean javaScript) {
    context.close();
    complaints.clear();
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setJavaScriptEnabled(javaScript));
  }

  /** A page of somebody who has shown nothing yet. */
  Page page() {
    Page page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.setDefaultTimeout(PATIENCE);
    return page;
  }

  /** A page of somebody who has followed a link of {@code pipeline console}. */
  Page enter() throws IOException, InterruptedException {
    Page page = page();
    page.navigate(link());
    return page;
  }

  Response go(Page page, String path) {
    return page.navigate(url() + path);
  }

  /** Address of the pages, with a slash. */
  String url() {
    return server.url() + "/console/";
  }

  /** The value of the session's cookie. */
  String cookie() {
    return context.cookies().getFirst().value;
  }

  void forgetCookies() {
    context.clearCookies();
  }

  void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
  }

  /** The key that commands on this machine have. */
  String operator() {
    return ServerFile.find(home.resolve("state")).orElseThrow().token();
  }

  /** What {@code pipeline console} prints. */
  String link() throws IOException, InterruptedException {
    String answer = post("tickets", "Authorization", "Bearer " + operator(), "").body();
    return server.url() + JsonMapper.shared().readTree(answer).path("path").asString("");
  }

  /** Asks as an application does; the id of the exchange. */
  String ask(String words) throws IOException, InterruptedException {
    Map<String, Object> body = Map.of("question", words, "max_tokens", 12);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/ask"))
            .header("Authorization", "Bearer " + RunningServer.KEY)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body()).path("id").asString("");
  }

  /** Sends a form as no browser would. */
  HttpResponse<String> post(String path, String header, String value, String form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header(header, value)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
    browser.close();
    playwright.close();
    client.close();
  }
}
