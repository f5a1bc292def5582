package dev.nightshift.vram;

/**
 * Memory of a GPU, by all processes together.
 *
 * @param usedMebibytes taken
 * @param totalMebibytes there is
 */
public record VramUse(long usedMebibytes, long totalMebibytes) {
  public VramUse {
    if (usedMebibytes < 0 || totalMebibytes < 1) {
      throw new IllegalArgumentException(
          "no memory of a GPU: %d of %d MiB".formatted(usedMebibytes, totalMebibytes));
    }
  }
}
