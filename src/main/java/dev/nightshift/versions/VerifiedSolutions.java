package dev.nightshift.versions;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.ProgramWriter;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What is to be taught of tasks, one file each. Thread-safe in one process. */
public final class VerifiedSolutions {
  private static final Logger log = LoggerFactory.getLogger(VerifiedSolutions.class);
  private static final String END = ".json";
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Path folder;
  private final InstantSource clock;

  /** Those of a home, in a folder that is made when there is one. */
  public VerifiedSolutions(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Takes what a run teaches: of a solved one that failed at first its question and the program in
   * force; of one that was solved at once no more than that the program may be another now.
   *
   * @param inForce the adopted program
   */
  synchronized void learn(CodeRun run, String inForce) {
    if (!run.solved()) {
      return;
    }
    Attempt first = run.attempts().getFirst();
    if (first.judgement().passed()) {
      replace(run.task().id(), inForce);
      return;
    }
    Instant now = clock.instant();
    Instant changed =
        find(run.task().id())
            .filter(known -> known.program().equals(inForce))
            .map(VerifiedSolution::changedAt)
            .orElse(now);
    write(
        new VerifiedSolution(
            run.task().id(),
            ProgramWriter.question(run.task()),
            inForce,
            first.source(),
            run.id(),
            run.task().rows().size(),
            (int) run.task().rows().stream().filter(row -> row.hidden()).count(),
            !run.task().tests().isBlank(),
            run.start().time(),
            changed));
  }

  /** Another program is in force; nothing for a task that never failed at first. */
  synchronized void replace(String task, String program) {
    find(task)
        .filter(known -> !known.program().equals(program))
        .ifPresent(known -> write(known.withProgram(program, clock.instant())));
  }

  /**
   * All of them, by their tasks' names. A file that cannot be read is told in the log and left out.
   *
   * @throws VersionsException STORAGE
   */
  public List<VerifiedSolution> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<VerifiedSolution> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(END)) {
          read(file).ifPresent(all::add);
        }
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    return all;
  }

  /** Nothing is taught of a task any more. */
  synchronized void remove(String task) {
    try {
      Files.deleteIfExists(file(task));
    } catch (IOException e) {
      throw unusable(file(task), e);
    }
  }

  private Optional<VerifiedSolution> find(String task) {
    return read(file(task));
  }

  private static Optional<VerifiedSolution> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file), VerifiedSolution.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException | NullPointerException e) {
      log.warn("{} is no verified solution and is left out: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private void write(VerifiedSolution solution) {
    Path file = file(solution.task());
    try {
      AtomicFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(solution));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private Path file(String task) {
    return folder.resolve(task + END);
  }

  private static VersionsException unusable(Path path, IOException e) {
    return new VersionsException(
        VersionsException.Code.STORAGE, path + " cannot be used: " + e.getMessage(), e);
  }
}
