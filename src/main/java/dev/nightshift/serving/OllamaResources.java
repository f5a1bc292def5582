package dev.nightshift.serving;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a request may take of an Ollama server.
 *
 * @param threads to compute with; 0 as the server likes
 * @param contextTokens of prompt and answer together; 0 as the server likes
 */
record OllamaResources(int threads, int contextTokens) {
  /** Says it among the options of a request. */
  void into(ObjectNode options) {
    if (threads > 0) {
      options.put("num_thread", threads);
    }
    if (contextTokens > 0) {
      options.put("num_ctx", contextTokens);
    }
  }
}
