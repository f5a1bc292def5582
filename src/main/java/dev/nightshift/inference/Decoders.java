package dev.nightshift.inference;

import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EngineSettings.Precision;
import dev.nightshift.kernel.Processor;
import dev.nightshift.model.ModelException;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Tokenizer;
import dev.nightshift.tensor.NativeRuntime;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what computes a model. */
final class Decoders {
  private static final Logger log = LoggerFactory.getLogger(Decoders.class);

  private Decoders() {}

  /** A decoder for the file, which must stay open until the decoder is closed. */
  static Decoder choose(
      GgufFile file, ModelSpec spec, EngineSettings settings, Supplier<Tokenizer> tokenizer) {
    return switch (settings.decoder()) {
      case TORCH -> new TorchDecoder(file, spec, settings, tokenizer);
      case BLOCKS -> {
        Processor.obstacle()
            .ifPresent(
                obstacle -> {
                  throw new ModelException(
                      ModelException.Code.UNSUPPORTED,
                      "the vector kernels are asked for, but " + obstacle);
                });
        yield new BlockDecoder(file, spec, settings, tokenizer);
      }
      case AUTO -> automatic(file, spec, settings, tokenizer);
    };
  }

  private static Decoder automatic(
      GgufFile file, ModelSpec spec, EngineSettings settings, Supplier<Tokenizer> tokenizer) {
    Optional<String> obstacle = obstacle(settings);
    if (obstacle.isEmpty()) {
      try {
        return new BlockDecoder(file, spec, settings, tokenizer);
      } catch (GgufException e) {
        if (e.code() != GgufException.Code.UNSUPPORTED_TYPE) {
          throw e;
        }
        obstacle = Optional.ofNullable(e.getMessage());
      }
    }
    log.warn("PyTorch computes, not the vector kernels: {}", obstacle.orElse("unknown"));
    return new TorchDecoder(file, spec, settings, tokenizer);
  }

  private static Optional<String> obstacle(EngineSettings settings) {
    if (settings.precision() != Precision.FLOAT32) {
      return Optional.of("they compute in float32, and precision is " + settings.precision());
    }
    Optional<String> obstacle = Processor.obstacle();
    if (obstacle.isEmpty() && NativeRuntime.hasGpu()) {
      return Optional.of("there is a GPU");
    }
    return obstacle;
  }
}
