package dev.nightshift.serving;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.scope.Decision;
import dev.nightshift.scope.ScopeException;
import dev.nightshift.scope.ScopePolicy;
import java.nio.file.Files;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The scopes beside the adapters, judged by what questions mean. */
final class TrainedScopes implements ScopeReader {
  private final Embedder embedder;
  private final ScopePolicy policy;

  TrainedScopes(Embedder embedder, ScopePolicy policy) {
    this.embedder = embedder;
    this.policy = policy;
  }

  @Override
  public AnswerScope read(ServableAdapter adapter) {
    if (!Files.exists(adapter.scope())) {
      return AnswerScope.everything();
    }
    try {
      AdapterScope scope = AdapterScope.read(adapter.scope());
      if (policy == ScopePolicy.SCOPED && !scope.embedderId().equals(embedder.id())) {
        throw unusable(
            adapter,
            "it was made with the embedder " + scope.embedderId() + ", not " + embedder.id(),
            null);
      }
      return question -> judge(adapter, scope, question);
    } catch (ScopeException e) {
      throw unusable(adapter, String.valueOf(e.getMessage()), e);
    }
  }

  /** Why in figures only: whoever asks is told, and the questions in the scope are others'. */
  private AnswerScope.Ruling judge(ServableAdapter adapter, AdapterScope scope, String question) {
    try {
      Decision decision = scope.decide(question, embedder);
      String why =
          String.format(
              Locale.ROOT,
              "%s scope of %s (%.2f %s %.2f)",
              decision.inScope() ? "in" : "out of",
              adapter.version(),
              decision.score(),
              decision.inScope() ? "≥" : "<",
              scope.threshold());
      return new AnswerScope.Ruling(
          decision.inScope(),
          why,
          decision.taught().isEmpty()
              ? AnswerScope.ANY_REPLY
              : reply -> decision.isTaught(question, reply),
          decision.taught().isEmpty() ? null : decision::learned);
    } catch (ScopeException e) {
      throw unusable(adapter, String.valueOf(e.getMessage()), e);
    } catch (EmbeddingException e) {
      throw new ServingException(
          ServingException.Code.UNAVAILABLE,
          "the question's meaning cannot be computed: " + e.getMessage(),
          e);
    }
  }

  private static ServingException unusable(
      ServableAdapter adapter, String why, @Nullable Throwable cause) {
    String message = "the scope of " + adapter.version() + " cannot be used: " + why;
    return cause == null
        ? new ServingException(ServingException.Code.ADAPTER, message)
        : new ServingException(ServingException.Code.ADAPTER, message, cause);
  }
}
