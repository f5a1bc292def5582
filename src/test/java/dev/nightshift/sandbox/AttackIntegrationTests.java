package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every attack, started by root and by a user, looked at before and not; root's in an interpreter
 * of their own, the user's behind an ordinary program in the same one.
 */
class AttackIntegrationTests {
  private static final int AT_ONCE = 4;
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(2), Duration.ofMillis(1500), 128, 256, 16, 512, 64, 12);
  private static final SandboxSettings SETTINGS =
      new SandboxSettings(
          Boundary.FULL, "/usr/bin/python3", 65500, AT_ONCE, AT_ONCE, LIMITS, TestSettings.IMPORTS);

  /** Who starts the sandbox. */
  enum Starter {
    MYSELF,
    USER;

    Launch launch() {
      return switch (this) {
        case MYSELF -> Launch.asMyself(SETTINGS);
        case USER -> {
          Tools tools = Tools.here();
          yield new Launch(
              SETTINGS,
              tools,
              List.of(
                  tools.setpriv().toString(),
                  "--reuid=64007",
                  "--regid=64007",
                  "--clear-groups",
                  "--inh-caps=-all"),
              false);
        }
      };
    }
  }

  static Stream<Arguments> ways() {
    Stream<Starter> starters =
        Launch.isRoot() ? Stream.of(Starter.values()) : Stream.of(Starter.MYSELF);
    return starters.flatMap(s -> Stream.of(Arguments.of(s, false), Arguments.of(s, true)));
  }

  @Test
  void there_are_many() throws IOException {
    assertThat(Attack.all()).hasSizeGreaterThanOrEqualTo(66).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "started by {0}, looked at: {1}")
  @MethodSource("ways")
  void none_escapes_and_each_ends_in_time(Starter starter, boolean lookedAt)
      throws IOException, InterruptedException, ExecutionException {
    Leaks before = Leaks.seen();
    List<String> escaped = new ArrayList<>();
    try (Bait bait = new Bait();
        Sandbox sandbox = Sandbox.open(starter.launch());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      Validation validation = lookedAt ? sandbox.validation() : Validation.off();
      List<Future<List<String>>> runs = new ArrayList<>();
      for (Attack attack : Attack.all()) {
        runs.add(threads.submit(() -> run(sandbox, starter, attack, validation, bait)));
      }
      for (Future<List<String>> run : runs) {
        escaped.addAll(run.get());
      }
      assertThat(escaped).isEmpty();
      assertThat(bait.visits()).as("came to a port of this machine").isZero();
      Outcome ordinary = sandbox.run(new Program("print(2 + 2)", new Entry.Script(""), validation));
      assertThat(ordinary.output()).isEqualTo("4\n");
    }
    Leaks after = Leaks.seen();
    assertThat(after.processes()).isEqualTo(before.processes());
    assertThat(after.mounts()).isEqualTo(before.mounts());
    assertThat(after.files()).isEqualTo(before.files());
  }

  private static List<String> run(
      Sandbox sandbox, Starter starter, Attack attack, Validation validation, Bait bait) {
    Path mark = bait.mark();
    String source = attack.against(mark, bait.file(), bait.port());
    Program program = new Program(source, new Entry.Script(""), validation);
    Outcome outcome =
        starter == Starter.USER ? behindAnother(sandbox, program) : sandbox.run(program);
    List<String> wrong = new ArrayList<>(bait.taken(outcome, mark));
    if (outcome.usage().wall().compareTo(LIMITS.wall().plusSeconds(1)) > 0) {
      wrong.add("it lasted " + outcome.usage().wall());
    }
    if (System.getenv("NIGHTSHIFT_TEST_ATTACKS") != null) {
      System.out.printf(
          "%-60s %-10s %6d ms %s%n",
          attack.name(), outcome.ending(), outcome.usage().wall().toMillis(), wrong);
    }
    return wrong.stream().map(what -> attack.name() + ": " + what).toList();
  }

  private static Outcome behindAnother(Sandbox sandbox, Program program) {
    Program ordinary = new Program("print(1)", new Entry.Script(""), Validation.off());
    try (Series series = sandbox.series()) {
      assertThat(series.run(ordinary, LIMITS).output()).isEqualTo("1\n");
      Outcome outcome = series.run(program, LIMITS);
      assertThat(series.run(ordinary, LIMITS).output()).isEqualTo("1\n");
      return outcome;
    }
  }
}
