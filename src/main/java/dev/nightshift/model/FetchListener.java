package dev.nightshift.model;

/**
 * Hears how far a model has been fetched. Called from time to time, on the fetching thread or
 * another.
 */
@FunctionalInterface
public interface FetchListener {
  /**
   * So far.
   *
   * @param what what is being done, such as "downloading model.gguf"
   * @param doneBytes bytes so far
   * @param totalBytes bytes in all; 0 when unknown
   */
  void progress(String what, long doneBytes, long totalBytes);

  /** Hears nothing. */
  static FetchListener none() {
    return (what, done, total) -> {};
  }
}
