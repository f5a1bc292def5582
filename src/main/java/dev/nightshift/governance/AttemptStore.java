package dev.nightshift.governance;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.governance.GovernanceException.Code;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every attempt of the code loop, {@code attempts} under the home's {@code code}: {@code
 * attempt_<time>.py}, what went wrong in {@code error_<time>.txt} or, where it was not run, in
 * {@code validation_failure_<time>.txt}, and a line of {@code index.jsonl} for each attempt and for
 * each run that is over. The time is UTC with milliseconds, and behind it stands whose attempt it
 * is. What the index names is there whole. Thread-safe, also beside another process.
 */
public final class AttemptStore {
  private static final Logger log = LoggerFactory.getLogger(AttemptStore.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String INDEX = "index.jsonl";
  private static final String EVENT = "event";
  private static final String ATTEMPT = "attempt";
  private static final String RUN = "run";

  /** Characters of a run's id that tell it from others of the same second and task. */
  private static final int WHOSE = 8;

  private final Path folder;
  private final GovernanceSettings settings;
  private final InstantSource clock;
  private final SharedLines index;

  /** The attempts in that folder, which is made with the first. */
  public AttemptStore(Path folder, GovernanceSettings settings, InstantSource clock) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.index = new SharedLines(folder.resolve(INDEX));
  }

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  /**
   * Keeps an attempt.
   *
   * @throws GovernanceException STORAGE; then the index does not name it
   */
  public AttemptEntry record(RunStart run, Attempt attempt) {
    Instant now = clock.instant();
    String whose = run.id().substring(Math.max(0, run.id().length() - WHOSE));
    String id = STAMP.format(now) + "_" + whose + "_" + attempt.number();
    List<AttemptProblem> problems = AttemptProblems.of(attempt);
    List<String> files = new ArrayList<>();
    try {
      files.add(write("attempt_" + id + ".py", attempt.source()));
      if (!attempt.judgement().findings().isEmpty()) {
        String name = "validation_failure_" + id + ".txt";
        files.add(write(name, AttemptText.validation(run, attempt)));
      } else if (!attempt.judgement().passed()) {
        files.add(write("error_" + id + ".txt", AttemptText.error(run, attempt, problems)));
      }
    } catch (IOException e) {
      throw new GovernanceException(
          Code.STORAGE, "cannot keep attempt " + id + " in " + folder + ": " + e, e);
    }
    AttemptEntry entry =
        new AttemptEntry(
            id,
            run.id(),
            run.task().id(),
            attempt.number(),
            attempt.round(),
            attempt.parent(),
            now,
            run.instructions().version(),
            attempt.judgement().passed(),
            attempt.judgement().passRate(),
            attempt.judgement().rows().size(),
            attempt.judgement().testsPassed(),
            problems,
            attempt.writing().toMillis(),
            attempt.judgement().time().toMillis(),
            files);
    append(ATTEMPT, GovernanceJson.LINES.valueToTree(entry));
    return entry;
  }

  private String write(String name, String text) throws IOException {
    AtomicFiles.writeString(folder.resolve(name), text);
    return name;
  }

  /** Keeps what became of a run, marks its solution, and lets go of what is too old or too much. */
  public RunEntry ended(CodeRun run) {
    String adopted =
        !run.solved()
            ? ""
            : attempts().stream()
                .filter(one -> one.run().equals(run.id()))
                .filter(one -> one.attempt() == run.best().number())
                .map(AttemptEntry::id)
                .findFirst()
                .orElse("");
    RunEntry entry =
        new RunEntry(
            run.id(),
            run.task().id(),
            run.start().time(),
            clock.instant(),
            run.start().instructions().version(),
            run.solved(),
            run.attempts().size(),
            adopted,
            run.best().judgement().passRate());
    append(RUN, GovernanceJson.LINES.valueToTree(entry));
    new AttemptRetention(folder, settings).apply(index, clock.instant());
    return entry;
  }

  /**
   * Takes all attempts of runs away.
   *
   * @return tasks of which nothing is kept any more
   * @throws GovernanceException STORAGE
   */
  Set<String> forget(Set<String> runs) {
    Set<String> tasks = new LinkedHashSet<>();
    List<String> files = new ArrayList<>();
    for (AttemptEntry one : attempts()) {
      if (runs.contains(one.run())) {
        tasks.add(one.task());
        files.addAll(one.files());
      }
    }
    try {
      for (String file : files) {
        Files.deleteIfExists(folder.resolve(file));
      }
    } catch (IOException e) {
      throw new GovernanceException(Code.STORAGE, "cannot clear " + folder + ": " + e, e);
    }
    if (Files.exists(folder.resolve(INDEX))) {
      index.rewrite(before -> before.stream().filter(line -> !isOf(line, runs)).toList());
    }
    attempts().forEach(one -> tasks.remove(one.task()));
    return tasks;
  }

  private static boolean isOf(String line, Set<String> runs) {
    return parsed(line).filter(node -> runs.contains(node.path(RUN).asString(""))).isPresent();
  }

  private void append(String event, ObjectNode entry) {
    ObjectNode line = GovernanceJson.LINES.createObjectNode().put(EVENT, event);
    index.append(GovernanceJson.LINES.writeValueAsString(line.setAll(entry)));
  }

  /** All attempts that are kept, oldest first. */
  public List<AttemptEntry> attempts() {
    return read(ATTEMPT, AttemptEntry.class);
  }

  /** Those of a span. */
  public List<AttemptEntry> attempts(Span span) {
    return attempts().stream().filter(one -> span.holds(one.time())).toList();
  }

  /** All runs that are kept and over, oldest first. */
  public List<RunEntry> runs() {
    return read(RUN, RunEntry.class);
  }

  /** Those that were over in a span. */
  public List<RunEntry> runs(Span span) {
    return runs().stream().filter(one -> span.holds(one.time())).toList();
  }

  private <T> List<T> read(String event, Class<T> type) {
    List<T> entries = new ArrayList<>();
    for (String line : index.lines()) {
      parsed(line)
          .filter(node -> node.path(EVENT).asString("").equals(event))
          .ifPresent(node -> entries.add(GovernanceJson.LINES.treeToValue(node, type)));
    }
    return List.copyOf(entries);
  }

  /** A line of the index; empty for one that is none, which is told. */
  static Optional<JsonNode> parsed(String line) {
    try {
      return Optional.of(GovernanceJson.LINES.readTree(line));
    } catch (JacksonException e) {
      log.warn("a line of {} cannot be read and is left out: {}", INDEX, e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
