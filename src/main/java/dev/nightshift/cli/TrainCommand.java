package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline train [--data FILE…] [--from ADAPTER]}. */
@Command(
    name = "train",
    description = "Trains an adapter from the harvested rows; it is not deployed yet.")
final class TrainCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Training rows; otherwise all that were harvested.")
  List<Path> data = List.of();

  @Option(
      names = "--from",
      paramLabel = "ADAPTER",
      description =
          "Goes on from an adapter instead of the base: current, latest, a version, a GGUF LoRA"
              + " file, or a directory that PEFT wrote.")
  @Nullable String from;

  TrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Train request =
        new Request.Train(data.stream().map(InputFile::existing).toList(), InputFile.adapter(from));
    return session.run((operations, progress) -> operations.train(request, progress));
  }
}
