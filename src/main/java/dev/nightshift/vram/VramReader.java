package dev.nightshift.vram;

/** Reads how much memory of a GPU is used. */
@FunctionalInterface
public interface VramReader {
  /**
   * The use now.
   *
   * @throws VramException NO_GPU when there is nothing to read on this machine, UNREADABLE when
   *     reading failed this time
   */
  VramUse read();
}
