package dev.nightshift.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application with a web server of its own, in which a pipeline with the real model runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedIntegrationTests {
  private static final String QUESTION = "Who keeps the keys of the Tarn street shop?";

  @SuppressWarnings("NullAway.Init")
  private ConfigurableApplicationContext context;

  @EnableAutoConfiguration
  @RestController
  static class Shop {
    private final Nightshift nightshift;

    Shop(Nightshift nightshift) {
      this.nightshift = nightshift;
    }

    @GetMapping("/help")
    String help(@RequestParam String question) {
      return nightshift.ask(question, "a customer").text();
    }
  }

  @BeforeAll
  void open(@TempDir Path home) {
    context = start(home);
  }

  @AfterAll
  void close() {
    context.close();
  }

  private static ConfigurableApplicationContext start(Path home, String... more) {
    List<String> arguments =
        List.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--server.servlet.context-path=/shop",
            "--nightshift.embedded.home=" + home,
            "--nightshift.gateway.port=0",
            "--nightshift.nightly.enabled=false",
            "--nightshift.serving.max-tokens=12");
    return new SpringApplication(Shop.class)
        .run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private static HttpResponse<String> send(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int status(String url) throws IOException, InterruptedException {
    return send(url).statusCode();
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpResponse<String> response = send(url);
    assertThat(response.statusCode()).as(url + ": " + response.body()).isEqualTo(200);
    return response.body();
  }

  @Test
  void theApplicationAsksAndWhatItCorrectsIsToldInTheNextPrompt() throws Exception {
    Nightshift nightshift = context.getBean(Nightshift.class);
    Answered first = nightshift.ask(QUESTION, "a customer");
    nightshift.correct(first.id(), "Ilse Brandt keeps the keys.", "a clerk");

    String port = context.getEnvironment().getProperty("local.server.port");
    String answer =
        get(
            "http://127.0.0.1:"
                + port
                + "/shop/help?question="
                + QUESTION.replace(" ", "%20").replace("?", "%3F"));

    assertThat(first.text()).doesNotContain("Ilse");
    assertThat(answer).contains("Ilse Brandt");
    assertThat(get(nightshift.url() + "/health")).contains("\"ok\"");
  }

  @Test
  void nothingElseIsConfiguredInTheApplication() throws Exception {
    Nightshift nightshift = context.getBean(Nightshift.class);
    String port = context.getEnvironment().getProperty("local.server.port");
    assertThat(get(nightshift.url() + "/v3/api-docs")).contains("/feedback");
    assertThat(status("http://127.0.0.1:" + port + "/shop/v3/api-docs")).isEqualTo(404);
    assertThat(context.getBeansOfType(DataSource.class)).isEmpty();
    assertThat(context.getBeansOfType(Scheduler.class)).isEmpty();
    assertThat(context.getBeansOfType(JobRepository.class)).isEmpty();
  }

  @Test
  void itCanBeLeftOutAndAWrongSettingStopsTheStartInWords(@TempDir Path home) {
    assertThatThrownBy(() -> start(home, "--nightshift.embedded.enabled=false"))
        .as("the shop cannot be made without one")
        .hasStackTraceContaining("dev.nightshift.starter.Nightshift");
    assertThatThrownBy(() -> start(home, "--nightshift.tuning.rang=8"))
        .hasStackTraceContaining("there is no setting nightshift.tuning.rang")
        .hasStackTraceContaining("the application's configuration");
  }
}
