package dev.nightshift.serving;

/** Makes an adapter ready to answer. */
@FunctionalInterface
interface AdapterLoader {
  /**
   * The adapter, loaded now or before.
   *
   * @throws ServingException ADAPTER when it cannot be used
   */
  LoadedAdapter load(ServableAdapter adapter);
}
