package dev.nightshift.tuning;

import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.training.TrainingExample;
import dev.nightshift.training.TrainingException;
import dev.nightshift.training.TrainingJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run trains on, as the trainer reads it. A checkpoint belongs to exactly this file, and
 * what is replayed comes from a memory that grows while the model is used: so an interrupted run
 * keeps the file that it began with.
 */
final class ExampleFile {
  private static final Logger log = LoggerFactory.getLogger(ExampleFile.class);

  private final Path folder;

  /**
   * A run's file.
   *
   * @param folder of the run, with its checkpoint if there is one
   */
  ExampleFile(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder.resolve("examples.jsonl");
  }

  /**
   * Makes the file anew, or keeps that of a begun run that teaches the same.
   *
   * @return what is in it
   */
  List<TrainingExample> write(List<TrainingRow> rows, Replay replay, Curriculum curriculum)
      throws IOException {
    List<TrainingExample> examples = curriculum.examples(rows, replay.examples());
    if (Files.exists(folder.resolve("checkpoint.bin")) && Files.exists(path())) {
      List<TrainingExample> before = read();
      if (Files.exists(replayed())
          && targets(before).equals(targets(examples))
          && before.stream().allMatch(curriculum::allows)) {
        return before;
      }
      log.warn(
          "{} was begun with other examples: it begins anew, its checkpoint is of no use", folder);
    }
    AtomicFiles.writeString(replayed(), String.join("\n", replay.exchanges()));
    AtomicFiles.write(path(), TrainingJson.examples(examples));
    return examples;
  }

  /** Ids of the remembered exchanges that the file's replay was chosen from. */
  List<String> replayedExchanges() throws IOException {
    return Files.readAllLines(replayed()).stream().filter(id -> !id.isBlank()).toList();
  }

  private Path replayed() {
    return folder.resolve("replayed.txt");
  }

  /** What is there; nothing when it cannot be read. */
  private List<TrainingExample> read() {
    try {
      return TrainingJson.readExamples(path());
    } catch (TrainingException e) {
      log.warn("the examples of a begun run cannot be read: {}", e.getMessage());
      return List.of();
    }
  }

  private static List<TrainingExample> targets(List<TrainingExample> examples) {
    return examples.stream()
        .filter(example -> example.kind() == TrainingExample.Kind.TARGET)
        .toList();
  }
}
