package dev.nightshift.home;

import java.nio.file.Path;

/**
 * The home directory of one pipeline and the names of what lies in it.
 *
 * @param root absolute path of the home directory
 */
public record Home(Path root) {
  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /** Base models, fetched or linked. */
  public Path models() {
    return root.resolve("models");
  }

  /** The Lucene index. */
  public Path memory() {
    return root.resolve("memory");
  }

  /** The database, and {@code server.json} while a server runs. */
  public Path state() {
    return root.resolve("state");
  }

  /** Training rows of every harvest. */
  public Path trainingData() {
    return root.resolve("training_data");
  }

  /** Adapters and the links that say which one is active. */
  public Path loras() {
    return root.resolve("loras");
  }

  /** What the code loop and its governance keep: history, attempts, reports, prompts. */
  public Path code() {
    return root.resolve("code");
  }

  /** Logs, one file a run. */
  public Path logs() {
    return root.resolve("logs");
  }
}
