package dev.nightshift.gateway;

import java.util.ArrayList;
import java.util.List;

/** What a command in progress has said so far. Thread-safe. */
public final class RunningOperation {
  private final String id;
  private final String command;
  private final List<String> said = new ArrayList<>();
  private boolean ended;

  RunningOperation(String id, String command) {
    this.id = id;
    this.command = command;
  }

  /** Names it in URLs. */
  public String id() {
    return id;
  }

  /** What it does, as a command's name. */
  public String command() {
    return command;
  }

  synchronized void say(String line) {
    said.add(line);
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean ended() {
    return ended;
  }

  /** The lines from index {@code from} on. */
  public synchronized Lines after(int from) {
    int start = Math.min(from, said.size());
    return new Lines(List.copyOf(said.subList(start, said.size())), said.size(), ended);
  }

  /** The same, waiting until there is one or none will come. */
  synchronized Lines await(int from) {
    try {
      while (!ended && said.size() <= from) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayException(GatewayException.Code.UNAVAILABLE, "the server is stopping");
    }
    return after(from);
  }

  /**
   * Some lines.
   *
   * @param next index of the line after them
   * @param ended whether none will follow
   */
  public record Lines(List<String> lines, int next, boolean ended) {}
}
