package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.embedding.MiniLmEmbedder;
import dev.nightshift.home.NodeName;
import dev.nightshift.memory.ErasableMemory;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.memory.SharedDatabase;
import dev.nightshift.state.PostgresServer;
import dev.nightshift.state.StateDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two servers in processes of their own, with one memory. */
@Timeout(900)
class NodesIntegrationTests {
  private static final String ASK =
      "{\"question\":\"Who keeps the bees of the northern tower?\",\"max_tokens\":4}";

  @TempDir Path root;

  @Test
  void what_is_asked_at_one_is_corrected_at_the_other_and_told_at_the_first_and_survives_a_kill()
      throws Exception {
    try (PostgresServer postgres = PostgresServer.start();
        ServedNode a = new ServedNode(root.resolve("a"), postgres.url());
        ServedNode b = new ServedNode(root.resolve("b"), postgres.url())) {
      a.awaitServing();
      b.awaitServing();
      JsonNode asked = json(a.post("/ask", ASK));
      String id = asked.path("id").asString();
      assertThat(json(b.post("/feedback", correction(id, "Tamsin Orrel does.", "eve"))).isEmpty())
          .isFalse();
      JsonNode again = json(a.post("/ask", ASK));
      for (int attempt = 1; again.path("corrections").isEmpty() && attempt < 20; attempt++) {
        again = json(a.post("/ask", ASK));
      }
      assertThat(again.path("corrections").path(0).path("exchange_id").asString()).isEqualTo(id);
      assertThat(a.post("/feedback", correction("unknown", "x", "eve")).statusCode())
          .isEqualTo(404);
      assertThat(a.get("/health")).contains("memory_log");

      List<String> authors = stormUntilKilled(b, id);
      assertThat(authors).isNotEmpty();
      json(a.post("/feedback", correction(id, "Said while b was down.", "meanwhile")));
      b.restart();
      json(b.post("/feedback", correction(id, "Said after that.", "after")));
      a.stop();
      b.stop();
      authors.addAll(List.of("eve", "meanwhile", "after"));
      assertHolds(postgres, a, id, authors);
      assertHolds(postgres, b, id, authors);
    }
  }

  /** Corrections by ever new authors, eight at once; who was acknowledged before the kill. */
  private static List<String> stormUntilKilled(ServedNode node, String id) throws Exception {
    ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    CountDownLatch enough = new CountDownLatch(40);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int thread = t;
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 100_000; i++) {
                    String author = "t" + thread + "-" + i;
                    if (node.post("/feedback", correction(id, "Better " + author, author))
                            .statusCode()
                        == 200) {
                      acknowledged.add(author);
                      enough.countDown();
                    }
                  }
                  return null;
                }));
      }
      assertThat(enough.await(120, TimeUnit.SECONDS)).isTrue();
      node.kill();
      for (Future<?> one : all) {
        try {
          one.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(IOException.class);
        }
      }
    }
    return new ArrayList<>(acknowledged);
  }

  private static void assertHolds(
      PostgresServer postgres, ServedNode node, String id, List<String> authors) {
    MemorySettings settings =
        new MemorySettings(
            true,
            50,
            1000,
            MemorySettings.Log.DATABASE,
            Duration.ofMillis(200),
            Duration.ofDays(30));
    try (StateDatabase database = StateDatabase.open(node.home(), postgres.settings());
        ErasableMemory memory =
            LuceneMemory.open(
                node.home().memory(),
                new MiniLmEmbedder(Path.of("target", "native")),
                settings,
                new SharedDatabase(database.dataSource(), NodeName.of(node.home(), "")))) {
      List<String> said =
          memory.find(id).orElseThrow().feedback().stream()
              .map(one -> one.author().replaceFirst(".*/", ""))
              .toList();
      assertThat(said).containsAll(authors).doesNotHaveDuplicates();
    }
  }

  private static String correction(String id, String text, String author) {
    return "{\"id\":\"%s\",\"type\":\"correction\",\"correction\":\"%s\",\"author\":\"%s\"}"
        .formatted(id, text, author);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }
}
