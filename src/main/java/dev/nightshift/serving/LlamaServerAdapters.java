package dev.nightshift.serving;

import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds adapters among the LoRA files of a llama-server, has it started again for one that is not
 * there if that is possible, and proves that requests can choose it.
 */
final class LlamaServerAdapters implements AdapterLoader {
  private static final Duration PROOF = Duration.ofMinutes(3);

  private final LlamaServer server;
  private final RequestQueue queue;
  private final PromptTokens prompts;
  private final ScopeReader scopes;
  private final LlamaServerRestart restart;
  private final Supplier<List<ServableAdapter>> kept;
  private final Runnable restarted;

  /**
   * A loader.
   *
   * @param kept what must stay loaded beside a further one: what answers now, and what a rollback
   *     would go back to
   * @param restarted told when the server has been started again
   */
  LlamaServerAdapters(
      LlamaServer server,
      RequestQueue queue,
      PromptTokens prompts,
      ScopeReader scopes,
      LlamaServerRestart restart,
      Supplier<List<ServableAdapter>> kept,
      Runnable restarted) {
    this.server = server;
    this.queue = queue;
    this.prompts = prompts;
    this.scopes = scopes;
    this.restart = restart;
    this.kept = kept;
    this.restarted = restarted;
  }

  @Override
  public LoadedAdapter load(ServableAdapter adapter) {
    AnswerScope scope = scopes.read(adapter);
    LoadedLora lora = require(adapter);
    prove(lora);
    return new LoadedAdapter(
        adapter, scope, new LlamaServerChat(server, queue, prompts, Optional.of(lora)));
  }

  /** The adapter among what the server has, which may have to be started again for it. */
  private LoadedLora require(ServableAdapter adapter) {
    Optional<LoadedLora> found = LoadedLora.find(server, adapter);
    if (found.isPresent()) {
      return found.get();
    }
    List<ServableAdapter> wanted = new ArrayList<>(List.of(adapter));
    kept.get().stream().filter(each -> !each.equals(adapter)).forEach(wanted::add);
    if (!restart.configured()) {
      throw LoadedLora.missing(server, wanted);
    }
    restart.with(wanted, server);
    restarted.run();
    return LoadedLora.find(server, adapter).orElseThrow(() -> LoadedLora.missing(server, wanted));
  }

  /**
   * The same prompt with and without the file, in the same place of the server: the first token's
   * probability must differ, or the server does not let requests choose; and what it keeps of the
   * prompt must not be used for both.
   */
  private void prove(LoadedLora lora) {
    GenerationOptions one = new GenerationOptions(1, 0, 1, 0, List.of(), PROOF);
    LlamaServerChat chat = new LlamaServerChat(server, queue, prompts, Optional.of(lora));
    ObjectNode request = chat.request(List.of(Turn.user("Hello, who are you?")), one);
    request.put("cache_prompt", true).put("id_slot", 0);
    Deadline deadline = Deadline.in(PROOF);
    Reply without = queue.inTurn(deadline, () -> ask(request, Optional.empty(), deadline));
    Reply with =
        queue.inTurn(deadline, () -> ask(request, Optional.of(lora.requireId()), deadline));
    if (!with.ok() || !without.ok()) {
      Reply failed = without.ok() ? with : without;
      Code code = without.ok() && with.status() >= 500 ? Code.ADAPTER : Code.UNAVAILABLE;
      throw new ServingException(
          code,
          "%s does not answer with %s: %s"
              .formatted(server.named(), lora.adapter().version(), failed.said()));
    }
    if (firstToken(with).equals(firstToken(without))) {
      throw new ServingException(
          Code.UNAVAILABLE,
          ("%s answers alike with and without %s: a server is needed in which a request can choose"
                  + " its LoRA files (llama.cpp from January 2025 on)")
              .formatted(server.named(), lora.adapter().version()));
    }
    server.cachePrompts(computedWhole(with));
  }

  private Reply ask(ObjectNode request, Optional<Integer> id, Deadline deadline) {
    LlamaServerChat.scales(request, id);
    return server.complete(request, deadline, () -> false);
  }

  private static String firstToken(Reply reply) {
    return reply.body().path("completion_probabilities").path(0).toString();
  }

  /** Whether no token of the prompt was taken from what had been kept. */
  private static boolean computedWhole(Reply reply) {
    int computed = reply.body().path("timings").path("prompt_n").asInt(0);
    return computed > 0 && computed >= reply.body().path("tokens_evaluated").asInt(0);
  }
}
