package dev.nightshift.vram;

import dev.nightshift.vram.VramException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads a GPU by NVIDIA's own program, which comes with the driver. Its answer is one line, {@code
 * 1234, 24564}: MiB used and MiB there are.
 *
 * @param program its name or path
 * @param gpu the number of the GPU
 * @param patience how long it may take
 */
public record NvidiaSmi(String program, int gpu, Duration patience) implements VramReader {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Its exit codes (man page): no such device, no driver loaded, no library of the driver. */
  private static final Set<Integer> ABSENT = Set.of(6, 9, 12);

  /** By the settings. */
  public static NvidiaSmi of(VramSettings settings) {
    return new NvidiaSmi(settings.nvidiaSmi(), settings.gpu(), PATIENCE);
  }

  @Override
  public VramUse read() {
    List<String> command =
        List.of(
            program,
            "--id=" + gpu,
            "--query-gpu=memory.used,memory.total",
            "--format=csv,noheader,nounits");
    try {
      // What it says goes to a file: a program that hangs with an open pipe would hold us.
      Path said = Files.createTempFile("vram", ".txt");
      try {
        return parse(run(command, said));
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      throw new VramException(Code.UNREADABLE, "what " + program + " says cannot be read: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VramException(Code.UNREADABLE, "interrupted while " + program + " was running", e);
    }
  }

  private String run(List<String> command, Path said) throws IOException, InterruptedException {
    Process process = start(command, said);
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new VramException(
          Code.UNREADABLE, program + " said nothing within " + patience.toSeconds() + " s");
    }
    String text = Files.readString(said, StandardCharsets.UTF_8).strip();
    if (process.exitValue() != 0) {
      throw new VramException(
          ABSENT.contains(process.exitValue()) ? Code.NO_GPU : Code.UNREADABLE,
          program + " ended with the exit code " + process.exitValue() + ": " + text);
    }
    return text;
  }

  private Process start(List<String> command, Path said) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
    } catch (IOException e) {
      throw new VramException(Code.NO_GPU, program + " cannot be run here: " + e.getMessage(), e);
    }
  }

  private VramUse parse(String text) {
    String[] numbers = text.split(",", -1);
    try {
      if (numbers.length == 2) {
        return new VramUse(Long.parseLong(numbers[0].strip()), Long.parseLong(numbers[1].strip()));
      }
    } catch (IllegalArgumentException e) {
      throw new VramException(Code.UNREADABLE, unknown(text), e);
    }
    throw new VramException(Code.UNREADABLE, unknown(text));
  }

  private String unknown(String text) {
    return program + " answered something else than two numbers: " + text;
  }
}
