package dev.nightshift.corpus;

import java.util.Locale;

/** Who stands for a training row's answer. */
public enum RowSource {
  /** A person's correction. */
  CORRECTION,
  /** The council's agreed rewrite. */
  COUNCIL,
  /** A verifier, such as code whose tests passed. */
  VERIFIED;

  /** The name in a rows file. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The source with that name in a rows file.
   *
   * @throws CorpusException MALFORMED for any other name
   */
  public static RowSource of(String label) {
    for (RowSource source : values()) {
      if (source.label().equals(label)) {
        return source;
      }
    }
    throw new CorpusException(
        CorpusException.Code.MALFORMED,
        "\"source\" must be correction, council or verified, not \"" + label + '"');
  }
}
