package dev.nightshift.inference;

import ai.djl.ndarray.NDManager;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.Tokenizer;
import dev.nightshift.model.TransformerProgram;
import dev.nightshift.model.WeightForm;
import dev.nightshift.tensor.NativeRuntime;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes with PyTorch, on a GPU where there is one: weights become floats in native memory. One
 * request computes, or one batch of greedy requests; the others wait in the order in which they
 * came.
 */
final class TorchDecoder implements Decoder {
  private final EngineSettings settings;
  private final Supplier<Tokenizer> tokenizer;
  private final LoadedModel model;
  private final ComputeThread compute;
  private final NativeAdapters adapters;
  private final TorchPrefixCache known;

  /**
   * Reads the weights, which takes about a second for 135 million; the file may be closed then.
   *
   * @param tokenizer asked when the first request is computed
   */
  TorchDecoder(
      GgufFile file, ModelSpec spec, EngineSettings settings, Supplier<Tokenizer> tokenizer) {
    NativeRuntime.start(settings.torchThreads());
    WeightForm form =
        switch (settings.precision()) {
          case FLOAT32 -> WeightForm.FLOAT32;
          case BFLOAT16 -> WeightForm.BFLOAT16;
        };
    int positions = Math.min(settings.contextLimit(), spec.contextLength());
    ModelWeights weights = ModelWeights.load(file, spec, form, positions);
    this.settings = settings;
    this.tokenizer = tokenizer;
    this.model = new LoadedModel(spec, weights, TransformerProgram.compile(spec, form));
    this.compute = new ComputeThread(settings.queueSize());
    this.known = new TorchPrefixCache(model.program());
    this.adapters = new NativeAdapters(spec, settings.adapterCache());
  }

  @Override
  public String description() {
    return "PyTorch, %s, %d thread(s)".formatted(model.weights().form(), settings.torchThreads());
  }

  @Override
  public String device() {
    return NativeRuntime.device().isGpu() ? "cuda" : "cpu";
  }

  @Override
  public int positions() {
    return model.weights().positions();
  }

  @Override
  public int waiting() {
    return compute.waiting();
  }

  @Override
  public Completion complete(AnswerRow row) {
    CompletionRequest request = row.request();
    Limits limits = new Limits(request.timeout(), request.cancelled());
    return compute.call(
        () ->
            new Decoding(model, tokenizer.get(), known)
                .run(row, adapters.of(request.adapter()), limits),
        limits);
  }

  /** Other requests come in between batches. */
  @Override
  public void completeAll(List<AnswerRow> rows) {
    for (List<AnswerRow> batch : AnswerRow.batches(rows, settings.batchSize())) {
      Limits limits = AnswerRow.limits(batch);
      @Nullable AdapterWeights adapter = batch.getFirst().request().adapter();
      compute.call(
          () -> {
            limits.begin();
            new BatchDecoding(model, tokenizer.get(), adapters.of(adapter), limits, batch).run();
            return true;
          },
          limits);
    }
  }

  @Override
  public double[] score(int[] prompt, int[] continuation, @Nullable AdapterWeights adapter) {
    Limits limits = new Limits(Duration.ofMinutes(5), () -> false);
    return compute.call(
        () -> {
          AdapterTensors tensors = adapters.of(adapter);
          try (NDManager scope = NativeRuntime.newManager()) {
            return model.score(scope, prompt, continuation, tensors);
          }
        },
        limits);
  }

  @Override
  public int nativeArrays() {
    Limits limits = new Limits(Duration.ofMinutes(5), () -> false);
    return compute.call(() -> model.weights().nativeArrays() + adapters.nativeArrays(), limits);
  }

  @Override
  public boolean drain() {
    if (!compute.drain()) {
      return false;
    }
    known.close();
    adapters.close();
    model.close();
    return true;
  }
}
