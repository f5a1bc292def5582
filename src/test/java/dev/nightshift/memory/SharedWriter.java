package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.exchange;

import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.home.Home;
import dev.nightshift.home.NodeName;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node in a process of its own: four threads that write an exchange and a correction, and print
 * the id when both are acknowledged. {@code DIRECTORY NODE URL PREFIX}.
 */
final class SharedWriter {
  private SharedWriter() {}

  public static void main(String[] args) {
    StateDatabase database =
        StateDatabase.open(new Home(Path.of(args[0])), StateSettings.at(args[2]));
    LuceneMemory memory =
        LuceneMemory.open(
            Path.of(args[0]).resolve(args[1]),
            new WordEmbedder(),
            SharedHouse.following(Duration.ofMillis(100)),
            new SharedDatabase(database.dataSource(), new NodeName(args[1])));
    AtomicInteger next = new AtomicInteger();
    for (int thread = 0; thread < 4; thread++) {
      Thread.ofPlatform()
          .start(
              () -> {
                while (true) {
                  String id = args[3] + "-" + next.incrementAndGet();
                  memory.record(exchange(id, NOON, "question " + id, false));
                  memory.record(correction("f-" + id, id, NOON, "better " + id));
                  System.out.println(id);
                }
              });
    }
  }
}
