package dev.nightshift.codeloop;

/** Says what a program that passes everything is worth beside that, in a bounded time. */
@FunctionalInterface
public interface QualityMeter {
  /** Looks at the text alone. */
  QualityMeter TEXT = (task, source, judgement) -> Quality.ofText(source);

  /**
   * Measures.
   *
   * @param judgement of a program that passes this task, whose inputs are made larger
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when the boundary is missing, STOPPED
   *     when interrupted
   */
  Quality measure(CodeTask task, String source, Judgement judgement);
}
