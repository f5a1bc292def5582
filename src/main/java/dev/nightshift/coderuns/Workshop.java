package dev.nightshift.coderuns;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.codeloop.CodeLoop;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.sandbox.Limits;
import java.util.List;

/** Where programs are written and tried. Thread-safe. */
public interface Workshop {
  /** How runs work that say nothing else. */
  LoopSettings settings();

  /** What a program may use at most. */
  Limits limits();

  /**
   * Judges programs.
   *
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when the boundary is missing
   */
  Judge judge();

  /**
   * Says what a program is worth beside being right; takes seconds.
   *
   * @param judgement what became of it
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when the boundary is missing
   */
  Appraisal appraise(CodeTask task, String source, Judgement judgement);

  /**
   * Works on tasks; its models are opened when they have not been yet, and kept.
   *
   * @throws dev.nightshift.serving.ServingException UNAVAILABLE when one cannot be opened
   */
  CodeLoop loop(LoopSettings settings);

  /** Those that hear of every run. */
  List<RunListener> listeners();

  /** A run is over, however it ended. */
  default void ended(RunReport report) {}
}
