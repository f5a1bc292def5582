package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.codeloop.CodeLoop;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.ProgramWriter;
import dev.nightshift.codeloop.QualityMeter;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.exchange.Answer;
import dev.nightshift.home.Home;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * What a night teaches of solved tasks: the shipped tasks and other words for them are written once
 * by the embedded model, and tasks near to them; those that failed are solved by programs a
 * stronger model could have written, a whole night runs, and all are written again.
 */
public final class CodeNightBench {
  private static final int MAX_TOKENS = 220;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Pipeline pipeline;
  private final int tasks;
  private final List<Asked> asked = new ArrayList<>();

  private CodeNightBench(Pipeline pipeline, int tasks) {
    this.pipeline = pipeline;
    this.tasks = tasks;
  }

  /** What a task is to what is taught. */
  private enum Kind {
    TAUGHT,
    REWORDED,
    /** Another task about the same things: what was taught would be wrong. */
    NEIGHBOUR
  }

  /** A task as it is asked for. */
  private record Asked(CodeTask task, Kind kind) {}

  /** What the model wrote at the first attempt, and whether everything passed. */
  private record First(Asked asked, String source, Answer answer, boolean solved) {}

  /** The home is the first argument, and how many of the shipped tasks the second. */
  public static void main(String[] args) throws Exception {
    Home home = new Home(Path.of(args[0]));
    try (Pipeline pipeline = new Pipeline(home, Settings.load(home, System.getenv(), Map.of()))) {
      new CodeNightBench(pipeline, Integer.parseInt(args[1])).run();
    }
  }

  private void run() throws Exception {
    Limits most = pipeline.settings().sandbox().limits();
    List<String> names = TaskCatalog.names().stream().limit(tasks).toList();
    for (String name : names) {
      asked.add(new Asked(TaskCatalog.read(name, most), Kind.TAUGHT));
    }
    for (String line : resource("rewordings.tsv").lines().toList()) {
      String[] parts = line.split("\t", 2);
      if (names.contains(parts[0])) {
        asked.add(new Asked(reworded(TaskCatalog.read(parts[0], most), parts[1]), Kind.REWORDED));
      }
    }
    Path neighbours =
        Path.of(Objects.requireNonNull(getClass().getResource("/neighbours")).toURI());
    for (String name : names) {
      String file = neighbours.resolve(name + ".yaml").toString();
      asked.add(new Asked(TaskCatalog.read(file, most), Kind.NEIGHBOUR));
    }
    List<First> before = firstAttempts("before", question -> question);
    teach(before);
    Instant night = Instant.now();
    LocalOperations operations = new LocalOperations(pipeline);
    Reply.Night reply =
        operations.nightly(
            new Request.Nightly(),
            (stage, message, share) -> say("%s: %s".formatted(stage, message)));
    say(
        "night: %s in %d s (%s)"
            .formatted(
                reply.state(),
                Duration.between(night, Instant.now()).toSeconds(),
                String.valueOf(reply.reason())));
    firstAttempts("after the night", question -> question);
    Optional<AdapterVersion> latest = pipeline.adapters().latest();
    if (latest.isPresent()) {
      AdapterVersion version = latest.get();
      ServableAdapter adapter = new ServableAdapter(version.name(), version.directory());
      for (boolean scoped : List.of(true, false)) {
        firstAttempts(
            scoped ? "the new adapter in its scope" : "the new adapter always on",
            question -> question.with(new AdapterChoice.Exactly(adapter, scoped)));
      }
    }
  }

  private static CodeTask reworded(CodeTask task, String prompt) {
    return new CodeTask(
        task.id(),
        prompt,
        task.contract(),
        task.rows(),
        task.tests(),
        task.imports(),
        task.limits(),
        task.tolerance());
  }

  private List<First> firstAttempts(String when, Function<Question, Question> how)
      throws InterruptedException, ExecutionException, IOException {
    LanguageModel model = new Redirected(pipeline.model(), how);
    ProgramWriter writer = new ProgramWriter(model, MAX_TOKENS);
    Instant began = Instant.now();
    List<First> all = new ArrayList<>();
    try (ExecutorService together = Executors.newFixedThreadPool(8)) {
      List<Future<First>> coming =
          asked.stream().map(one -> together.submit(() -> first(writer, one))).toList();
      for (Future<First> one : coming) {
        all.add(one.get());
      }
    }
    Map<String, Integer> answeredBy = new LinkedHashMap<>();
    all.forEach(one -> answeredBy.merge(one.answer().adapter(), 1, Integer::sum));
    say(
        "%s: %s as taught, %s reworded, %s neighbours (%d of them with a program that was taught);"
                .formatted(
                    when,
                    solved(all, Kind.TAUGHT),
                    solved(all, Kind.REWORDED),
                    solved(all, Kind.NEIGHBOUR),
                    recalled(all))
            + " answered by %s; %d s"
                .formatted(answeredBy, Duration.between(began, Instant.now()).toSeconds()));
    for (First one : all) {
      say(
          "  %-14s %-9s %-6s %s"
              .formatted(
                  one.asked().task().id(),
                  one.asked().kind().name().toLowerCase(Locale.ROOT),
                  one.solved() ? "solved" : "failed",
                  one.answer().routing()));
    }
    return all;
  }

  private First first(ProgramWriter writer, Asked one) {
    ProgramWriter.Written written =
        writer.write(one.task(), Instructions.shipped(), 0, 1, PATIENCE);
    boolean solved =
        !written.source().isEmpty()
            && pipeline.code.judge().judge(one.task(), written.source()).passed();
    return new First(one, written.source(), written.answer(), solved);
  }

  private static String solved(List<First> all, Kind kind) {
    List<First> some = all.stream().filter(one -> one.asked().kind() == kind).toList();
    return some.stream().filter(First::solved).count() + " of " + some.size();
  }

  /** Neighbours that were answered with the program of the task beside them. */
  private static long recalled(List<First> all) throws IOException {
    Set<String> taught = new HashSet<>();
    for (String name : TaskCatalog.names()) {
      taught.add(bare(resource("solutions/" + name + ".py")));
    }
    return all.stream()
        .filter(one -> one.asked().kind() == Kind.NEIGHBOUR)
        .filter(one -> taught.contains(bare(one.source())))
        .count();
  }

  private static String bare(String program) {
    return program.replaceAll("\\s+", "");
  }

  /** Each task that failed is run with a writer who says that first, and then the solution. */
  private void teach(List<First> before) throws IOException {
    int verified = 0;
    for (First one : before) {
      if (one.asked().kind() == Kind.TAUGHT) {
        CodeRun run = solve(one);
        verified += run.solved() && !one.solved() ? 1 : 0;
      }
    }
    say("solved after a failed first attempt: %d".formatted(verified));
  }

  private CodeRun solve(First one) throws IOException {
    String solution = resource("solutions/" + one.asked().task().id() + ".py");
    List<String> replies = new ArrayList<>(List.of(one.source(), solution));
    LanguageModel scripted =
        new BaseOnlyModel() {
          @Override
          public Answer answer(Question question) {
            String reply = replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
            return new Answer(
                "```python\n" + reply + "\n```",
                1,
                name(),
                "base",
                "",
                Duration.ZERO,
                1,
                1,
                List.of());
          }
        };
    CodeLoop loop =
        new CodeLoop(
            scripted,
            Optional.empty(),
            pipeline.code.judge(),
            QualityMeter.TEXT,
            LoopSettings.defaults(),
            Instructions::shipped,
            pipeline.clock());
    return loop.run(one.asked().task(), RunListener.all(pipeline.code.listeners()));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CodeNightBench.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("there is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void say(String line) {
    System.out.println(Instant.now() + " " + line);
  }

  /** Asks a model otherwise. */
  private record Redirected(LanguageModel model, Function<Question, Question> how)
      implements LanguageModel {
    @Override
    public String name() {
      return model.name();
    }

    @Override
    public Answer answer(Question question) {
      return model.answer(how.apply(question));
    }

    @Override
    public void activate(ServableAdapter adapter) {
      model.activate(adapter);
    }

    @Override
    public void deactivate() {
      model.deactivate();
    }

    @Override
    public Optional<ServableAdapter> active() {
      return model.active();
    }

    @Override
    public void close() {}
  }
}
