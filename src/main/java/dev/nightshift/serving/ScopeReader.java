package dev.nightshift.serving;

/** Reads the scope that an adapter was trained with. */
@FunctionalInterface
interface ScopeReader {
  /**
   * The scope of an adapter; everything when it has none.
   *
   * @throws ServingException ADAPTER when there is one that cannot be used
   */
  AnswerScope read(ServableAdapter adapter);
}
