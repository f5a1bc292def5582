package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterVersion;
import java.io.IOException;
import java.nio.file.Path;

/** Builds an adapter that every check of files lets through and no watch may. */
@FunctionalInterface
public interface BrokenAdapterMaker {
  /**
   * Writes the files of a broken adapter.
   *
   * @param donor the version to break a copy of; the base when there is no adapter to copy
   * @param breakage how to break it
   * @param staged the empty folder to write to
   */
  void make(AdapterVersion donor, Breakage breakage, Path staged) throws IOException;
}
