package dev.nightshift.serving;

import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  boolean configured() {
    return !command.isBlank();
  }

  /**
   * Has the server started with these adapters, and waits until it answers.
   *
   * @throws ServingException UNAVAILABLE when the command fails or the server does not come back
   */
  void with(List<ServableAdapter> adapters, LlamaServer server) {
    List<String> options = new ArrayList<>();
    for (ServableAdapter adapter : adapters) {
      options.add("--lora");
      options.add(adapter.gguf().toString());
    }
    options.add("--lora-init-without-apply");
    LOG.info("starting {} again with {}", server.named(), options);
    Deadline deadline = Deadline.in(patience);
    new ShellCommand(command, "nightshift.serving.llama-server-restart").run(options, patience);
    try {
      await(server, adapters, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(
          Code.CANCELLED, "interrupted while " + server.named() + " was starting again", e);
    }
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
