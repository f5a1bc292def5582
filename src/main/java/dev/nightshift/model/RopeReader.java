package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.Metadata;

/** Reads how a file's rotary positions are stretched, with llama.cpp's defaults. */
final class RopeReader {
  private final GgufFile file;
  private final Metadata metadata;
  private final String architecture;
  private final String prefix;

  RopeReader(GgufFile file, String architecture) {
    this.file = file;
    this.metadata = file.metadata();
    this.architecture = architecture;
    this.prefix = architecture + ".rope.scaling.";
  }

  RopeScaling read() {
    double attention = metadata.floating(prefix + "attn_factor", 1);
    if (perFrequency()) {
      return new RopeScaling.PerFrequency(attention);
    }
    double factor = factor();
    String type = metadata.findString(prefix + "type").orElse("linear");
    return switch (type) {
      case "none" -> RopeScaling.NONE;
      case "linear" -> new RopeScaling.Linear(factor == 0 ? 1 : factor);
      case "yarn" -> {
        if (metadata.has(prefix + "yarn_log_multiplier")) {
          throw unsupported(type + "' with a 'yarn_log_multiplier");
        }
        yield new RopeScaling.Yarn(
            factor,
            originalContext(),
            attention,
            metadata.floating(prefix + "yarn_beta_fast", 32),
            metadata.floating(prefix + "yarn_beta_slow", 1));
      }
      default -> throw unsupported(type);
    };
  }

  /** By the key of today, or the one of older files. */
  private double factor() {
    return metadata.has(prefix + "factor")
        ? metadata.floating(prefix + "factor")
        : metadata.floating(architecture + ".rope.scale_linear", 1);
  }

  /** The longest sequence that the frequencies are right for. */
  int contextLength() {
    long whole = metadata.uint(architecture + ".context_length");
    return (int)
        Math.min(Integer.MAX_VALUE, perFrequency() ? Math.min(whole, originalContext()) : whole);
  }

  private boolean perFrequency() {
    return file.tensors().containsKey("rope_factors_short.weight");
  }

  private int originalContext() {
    long whole = metadata.uint(architecture + ".context_length");
    long original = metadata.uint(prefix + "original_context_length", whole);
    return (int) Math.min(Integer.MAX_VALUE, original);
  }

  private ModelException unsupported(String type) {
    return new ModelException(
        ModelException.Code.UNSUPPORTED,
        "%s: stretches its positions in the way '%s' (%stype); known are none, linear, yarn, and"
                .formatted(file.path(), type, prefix)
            + " factors in the file (rope_freqs, rope_factors_short); use another GGUF of the"
            + " model");
  }
}
