package dev.nightshift.gateway;

import java.util.function.Consumer;

/** Does for a running server what commands ask for; the gateway only carries lines. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Does the work of a command and returns at its end. Says everything, failures too, in its lines.
   *
   * @param command the command's name
   * @param body the request as JSON; blank means no arguments
   * @param lines takes each JSON line of the answer, without its end; the last one tells the
   *     outcome
   */
  void run(String command, String body, Consumer<String> lines);
}
