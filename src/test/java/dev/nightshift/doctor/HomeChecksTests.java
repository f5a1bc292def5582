package dev.nightshift.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nightshift.doctor.Verdict.Status;
import dev.nightshift.home.FileDigest;
import dev.nightshift.home.Home;
import dev.nightshift.model.BaseModel;
import dev.nightshift.notify.NotifySettings;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class HomeChecksTests {
  @TempDir Path directory;
  private Home home;

  @BeforeEach
  void open() {
    home = new Home(directory);
  }

  private static CheckResult result(Check check) {
    return new Doctor(Duration.ofSeconds(30)).examine(List.of(check)).getFirst();
  }

  @Test
  void a_home_that_was_never_used_is_no_fault_and_stays_so() throws IOException {
    List<Check> checks =
        List.of(
            HomeChecks.links(home),
            HomeChecks.trainingData(home),
            StoreChecks.memory(home),
            StoreChecks.database(home, StateSettings.defaults()),
            StoreChecks.adapters(home, Optional::empty),
            StoreChecks.model(List::of, "default"));

    assertThat(new Doctor(Duration.ofSeconds(30)).examine(checks))
        .extracting(CheckResult::status)
        .containsOnly(Status.SKIPPED);
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void links_to_nowhere_are_told_and_the_active_one_is_a_failure() throws IOException {
    Files.createDirectories(home.loras().resolve("deployments/v1"));
    Files.createSymbolicLink(home.loras().resolve("deployments/v1/adapter"), Path.of("gone"));
    assertThat(result(HomeChecks.links(home)).status()).isEqualTo(Status.WARN);

    Files.createSymbolicLink(home.loras().resolve("current"), Path.of("deployments/gone"));
    assertThat(result(HomeChecks.links(home)).status()).isEqualTo(Status.FAIL);
    assertThat(result(HomeChecks.links(home)).seen()).contains("current");
  }

  @Test
  void a_damaged_memory_and_a_damaged_database_are_told_with_what_to_do() throws IOException {
    Files.createDirectories(home.memory());
    Files.writeString(home.memory().resolve("created"), "");
    Files.createDirectories(home.state());
    Files.writeString(home.state().resolve("nightshift.mv.db"), "junk");

    CheckResult memory = result(StoreChecks.memory(home));
    CheckResult database = result(StoreChecks.database(home, StateSettings.defaults()));

    assertThat(List.of(memory, database)).extracting(CheckResult::status).containsOnly(Status.FAIL);
    assertThat(database.fix()).contains("restore");
  }

  @Test
  void tables_of_another_version_are_told_also_beside_who_has_them_open() {
    try (StateDatabase database = StateDatabase.open(home, StateSettings.defaults())) {
      assertThat(result(StoreChecks.database(home, StateSettings.defaults())).status())
          .isEqualTo(Status.OK);
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      jdbc.sql("delete from \"flyway_schema_history\" where \"script\" like 'V5%'").update();
      assertThat(result(StoreChecks.database(home, StateSettings.defaults())).seen())
          .contains("V5__");
      jdbc.sql(
              "update \"flyway_schema_history\" set \"script\" = 'V99__later.sql' where \"script\""
                  + " like 'V4%'")
          .update();
      CheckResult newer = result(StoreChecks.database(home, StateSettings.defaults()));
      assertThat(newer.status()).isEqualTo(Status.FAIL);
      assertThat(newer.seen()).contains("V99__later.sql");
    }
  }

  @Test
  void a_model_that_changed_since_its_digest_was_noted_is_told() throws IOException {
    Path file = directory.resolve("m.gguf");
    Files.writeString(file, "GGUF of before");
    String noted = FileDigest.sha256(file);
    Check check = StoreChecks.model(() -> List.of(new BaseModel("m", file, noted)), "default");
    assertThat(result(check).status()).isEqualTo(Status.OK);

    Files.writeString(file, "GGUF of afters");

    assertThat(result(check).status()).isEqualTo(Status.FAIL);
    assertThat(result(check).seen()).contains(noted);
  }

  @Test
  void an_adapter_that_is_not_what_its_provenance_says_is_told() throws IOException {
    Path adapter =
        Files.createDirectories(home.loras().resolve("adapter_20261122T010203Z_00000001"));
    Files.writeString(adapter.resolve("adapter.gguf"), "x".repeat(100));
    assertThat(result(StoreChecks.adapters(home, Optional::empty)).status()).isEqualTo(Status.WARN);

    Files.createDirectories(home.loras().resolve("deployments/v1"));
    Files.createSymbolicLink(
        home.loras().resolve("deployments/v1/adapter"),
        Path.of("../../adapter_20261122T010203Z_00000001"));
    Files.createSymbolicLink(home.loras().resolve("current"), Path.of("deployments/v1"));
    assertThat(result(StoreChecks.adapters(home, Optional::empty)).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void lines_that_are_no_json_are_named() throws IOException {
    Files.createDirectories(home.trainingData());
    Files.writeString(home.trainingData().resolve("h.jsonl"), "{\"a\":1}\n{\"b\":\n{}\n[1]\n");

    CheckResult result = result(HomeChecks.trainingData(home));

    assertThat(result.status()).isEqualTo(Status.WARN);
    assertThat(result.seen()).contains("2 of 4", "h.jsonl line 2", "h.jsonl line 4");
  }

  @Test
  void what_others_may_write_is_told() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    assertThat(result(HomeChecks.permissions(home)).status()).isEqualTo(Status.OK);

    Files.createDirectories(home.state());
    Files.writeString(home.state().resolve("keys.json"), "{}");
    Files.setPosixFilePermissions(
        home.state().resolve("keys.json"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(result(HomeChecks.permissions(home)).seen()).contains("keys.json");
  }

  @Test
  void webhooks_are_asked_only_when_wanted_and_never_get_a_message() throws IOException {
    Queue<String> methods = new ConcurrentLinkedQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          methods.add(exchange.getRequestMethod());
          exchange.sendResponseHeaders(405, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook-s3cret";
      NotifySettings one = NotifySettings.to(List.of(url));
      assertThat(result(StoreChecks.webhooks(one, false)).status()).isEqualTo(Status.SKIPPED);
      assertThat(methods).isEmpty();

      CheckResult asked = result(StoreChecks.webhooks(one, true));

      assertThat(asked.status()).isEqualTo(Status.OK);
      assertThat(methods).containsOnly("HEAD");
      NotifySettings closed = NotifySettings.to(List.of("http://127.0.0.1:1/hook-s3cret"));
      assertThat(result(StoreChecks.webhooks(closed, true)).status()).isEqualTo(Status.FAIL);
      assertThat(asked.seen() + result(StoreChecks.webhooks(closed, true)).seen())
          .doesNotContain("s3cret");
    } finally {
      server.stop(0);
    }
  }
}
