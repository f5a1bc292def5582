package dev.nightshift.inference;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.TinyModel;
import dev.nightshift.model.TinyTexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tiny model's file, and requests to it that are tokens already. */
record TinyRequests(GgufFile file, ModelSpec spec) implements AutoCloseable {
  static TinyRequests in(Path folder) {
    GgufFile file =
        GgufFile.open(TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32));
    return new TinyRequests(file, ModelSpec.of(file));
  }

  KeyValueBudget budget(int pages) {
    return new KeyValueBudget(spec, pages * KeyValueCache.pageBytes(spec));
  }

  /** A prompt of so many tokens, each the remainder of its place by {@code kind}. */
  AnswerRow row(int promptTokens, int kind, CompletionRequest request) {
    int[] prompt = new int[promptTokens];
    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = 2 + i % kind;
    }
    return new AnswerRow(0, request, prompt, request.maxTokens(), TinyTexts.stream(file), null);
  }

  static CompletionRequest request(
      int maxTokens,
      Duration timeout,
      BooleanSupplier cancelled,
      @Nullable Consumer<AnswerPiece> listener) {
    return new CompletionRequest(
        List.of(ChatMessage.user("tokens")),
        maxTokens,
        0,
        1,
        0,
        List.of(),
        null,
        timeout,
        cancelled,
        listener);
  }

  static CompletionRequest request(int maxTokens) {
    return request(maxTokens, Duration.ofMinutes(5), () -> false, null);
  }

  @Override
  public void close() {
    file.close();
  }
}
