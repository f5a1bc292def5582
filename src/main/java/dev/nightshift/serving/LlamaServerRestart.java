package dev.nightshift.serving;

import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a llama-server again with other LoRA files, by a command of its owner: {@code sh} runs it
 * with the options that the new server needs behind its own words ({@code --lora FILE …
 * --lora-init-without-apply}). It has to end when the server has been told to start.
 *
 * @param command empty when nobody gave one
 * @param patience for the command, and then for the server to load its model
 */
record LlamaServerRestart(String command, Duration patience) {
  private static final Logger LOG = LoggerFactory.getLogger(LlamaServerRestart.class);
  private static final long LOOK_MILLIS = 200;
  private static final int TOLD = 500;

  boolean configured() {
    return !command.isBlank();
  }

  /**
   * Has the server started with these adapters, and waits until it answers.
   *
   * @throws ServingException UNAVAILABLE when the command fails or the server does not come back
   */
  void with(List<ServableAdapter> adapters, LlamaServer server) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", command + " \"$@\"", "restart"));
    for (ServableAdapter adapter : adapters) {
      words.add("--lora");
      words.add(adapter.gguf().toString());
    }
    words.add("--lora-init-without-apply");
    LOG.info("starting {} again with {}", server.named(), words.subList(4, words.size()));
    Deadline deadline = Deadline.in(patience);
    try {
      run(words, deadline);
      await(server, adapters, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(
          Code.CANCELLED, "interrupted while " + server.named() + " was starting again", e);
    } catch (IOException | UncheckedIOException e) {
      throw new ServingException(
          Code.UNAVAILABLE, "nightshift.serving.llama-server-restart cannot be run: " + e, e);
    }
  }

  /** What it says goes to a file, so that a server left running behind it cannot keep us. */
  private void run(List<String> words, Deadline deadline) throws IOException, InterruptedException {
    Path said = Files.createTempFile("llama-server-restart", ".log");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      if (!process.waitFor(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw failed("did not end within " + patience.toSeconds() + " s", said);
      }
      if (process.exitValue() != 0) {
        throw failed("ended with the exit code " + process.exitValue(), said);
      }
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private static ServingException failed(String how, Path said) throws IOException {
    String text = new String(Files.readAllBytes(said), java.nio.charset.StandardCharsets.UTF_8);
    String last = text.strip();
    last = last.substring(Math.max(0, last.length() - TOLD));
    return new ServingException(
        Code.UNAVAILABLE,
        "nightshift.serving.llama-server-restart " + how + (last.isEmpty() ? "" : ": " + last));
  }

  /** The old server may still answer for a while. */
  private static void await(LlamaServer server, List<ServableAdapter> adapters, Deadline deadline)
      throws InterruptedException {
    Optional<String> trouble = trouble(server, adapters);
    while (trouble.isPresent()) {
      if (!deadline.remaining().isPositive()) {
        throw new ServingException(
            Code.UNAVAILABLE, "after it was started again, " + trouble.get());
      }
      Thread.sleep(LOOK_MILLIS);
      trouble = trouble(server, adapters);
    }
  }

  private static Optional<String> trouble(LlamaServer server, List<ServableAdapter> adapters) {
    Optional<String> trouble = server.trouble();
    try {
      for (ServableAdapter adapter : trouble.isPresent() ? List.<ServableAdapter>of() : adapters) {
        if (LoadedLora.find(server, adapter).isEmpty()) {
          return Optional.of(server.named() + " has not loaded " + adapter.version());
        }
      }
      return trouble;
    } catch (ServingException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
