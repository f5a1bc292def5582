package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.asking.AskObserver;
import dev.nightshift.asking.AskReply;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real engine, which answers one request at a time here. */
class AbandonedAnswersIntegrationTests {
  private static final String LONG =
      "{\"model\":\"nightshift\",\"stream\":true,\"temperature\":1.5,\"seed\":5,\"max_tokens\":3500,\"messages\":[{\"role\":\"user\",\"content\":\"Tell"
          + " me a very long story.\"}]}";

  /** Hears why questions got no answer. */
  private static final class Endings implements AskObserver {
    private final BlockingQueue<String> causes = new LinkedBlockingQueue<>();

    @Override
    public void answered(AskReply reply) {
      causes.add("answered with " + reply.answer().answerTokens() + " tokens");
    }

    @Override
    public void failed(String model, String adapter, String cause) {
      causes.add(cause);
    }
  }

  @Test
  void the_engine_stops_when_the_client_goes_away_and_answers_others(@TempDir Path home)
      throws Exception {
    Endings endings = new Endings();
    try (RunningServer server =
            new RunningServer(home, Map.of("nightshift.engine.batch-size", "1"));
        HttpClient client = HttpClient.newHttpClient()) {
      server.pipeline.asking().observe(endings);
      try (InputStream events =
          client
              .send(post(server, "/v1/chat/completions", LONG), BodyHandlers.ofInputStream())
              .body()) {
        for (int i = 0; i < 10; i++) {
          readEvent(events);
        }
      }

      assertThat(endings.causes.poll(5, TimeUnit.MINUTES)).isEqualTo("cancelled");
      HttpResponse<String> next =
          client.send(
              post(server, "/ask", "{\"question\":\"Capital of France?\",\"max_tokens\":8}"),
              BodyHandlers.ofString());
      assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
      assertThat(server.pipeline.memory().counts().exchanges()).isEqualTo(1);
    }
  }

  /** One is computed and one waits for it. */
  @Test
  void it_stops_for_whole_answers_too_and_those_that_wait_for_their_turn(@TempDir Path home)
      throws Exception {
    Endings endings = new Endings();
    String whole = LONG.replace("\"stream\":true,", "");
    try (RunningServer server =
            new RunningServer(home, Map.of("nightshift.engine.batch-size", "1"));
        HttpClient leaving = HttpClient.newHttpClient();
        HttpClient staying = HttpClient.newHttpClient()) {
      server.pipeline.asking().observe(endings);
      for (int i = 0; i < 2; i++) {
        CompletableFuture<?> _ =
            leaving.sendAsync(
                post(server, "/v1/chat/completions", whole), BodyHandlers.discarding());
      }
      long begun = System.nanoTime();
      while (queued(server) < 1 && System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(2)) {
        Thread.sleep(20);
      }
      assertThat(queued(server)).isEqualTo(1);
      leaving.shutdownNow();

      assertThat(endings.causes.poll(5, TimeUnit.MINUTES)).isEqualTo("cancelled");
      assertThat(endings.causes.poll(5, TimeUnit.MINUTES)).isEqualTo("cancelled");
      assertThat(queued(server)).isZero();
      HttpResponse<String> next =
          staying.send(
              post(server, "/ask", "{\"question\":\"Capital of France?\",\"max_tokens\":8}"),
              BodyHandlers.ofString());
      assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
      assertThat(server.pipeline.memory().counts().exchanges()).isEqualTo(1);
    }
  }

  private static int queued(RunningServer server) {
    return server.pipeline.model().queue().orElseThrow().waiting();
  }

  private static HttpRequest post(RunningServer server, String path, String body) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Authorization", "Bearer " + RunningServer.KEY)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** Reads up to the blank line behind an event. */
  private static void readEvent(InputStream events) throws Exception {
    int before = 0;
    int now = events.read();
    while (now >= 0 && !(before == '\n' && now == '\n')) {
      before = now;
      now = events.read();
    }
    assertThat(now).as("the stream goes on").isNotNegative();
  }
}
