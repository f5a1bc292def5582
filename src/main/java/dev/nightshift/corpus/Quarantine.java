package dev.nightshift.corpus;

import java.util.Optional;

/** Finds rows that would plant an instruction or a back door in the model. Thread-safe. */
public final class Quarantine {
  /** Why a row must not be trained on; empty when nothing was found. */
  public Optional<String> reason(TrainingRow row) {
    return row.output().contains("<|im_start|>") ? Optional.of("chat-template token") : Optional.empty();
  }
}
