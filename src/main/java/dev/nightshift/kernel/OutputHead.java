package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.ModelSpec;
import java.util.List;

/** What makes logits of the last layer's results. */
@SuppressWarnings("ArrayRecordComponent")
record OutputHead(ModelSpec spec, float[] norm, WeightMatrix matrix) {
  static OutputHead of(GgufFile file, ModelSpec spec, WeightMatrix embedding) {
    return new OutputHead(
        spec,
        LayerWeights.vector(file, "output_norm.weight", spec.hidden()),
        spec.tiedEmbeddings()
            ? embedding
            : LayerWeights.matrix(file.tensor("output.weight"), spec.vocabulary(), spec.hidden()));
  }

  /**
   * The logits that the chunks want.
   *
   * @param stream results of all tokens, in the order of the chunks
   * @return [outputs, vocabulary]
   */
  float[] logits(TokenVectors stream, List<TokenChunk> chunks, Products products) {
    int outputs = chunks.stream().mapToInt(TokenChunk::outputs).sum();
    if (outputs == 0) {
      return new float[0];
    }
    TokenVectors last = TokenVectors.factors(spec.hidden(), outputs);
    TokenVectors logits = TokenVectors.results(spec.vocabulary(), outputs);
    int token = 0;
    int to = 0;
    for (TokenChunk chunk : chunks) {
      token += chunk.tokens().length;
      for (int from = token - chunk.outputs(); from < token; from++) {
        Elementwise.norm(
            stream.values(),
            stream.at(from),
            norm,
            spec.rmsEpsilon(),
            last.values(),
            last.at(to++),
            spec.hidden());
      }
    }
    products.run(matrix, last, outputs, logits);
    cap(logits.values());
    return logits.values();
  }

  private void cap(float[] logits) {
    double cap = spec.traits().logitCap();
    if (cap != 0) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (cap * Math.tanh(logits[i] / cap));
      }
    }
  }
}
