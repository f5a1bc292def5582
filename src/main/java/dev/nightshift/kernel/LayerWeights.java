package dev.nightshift.kernel;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.model.ModelException;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.util.EnumMap;
import java.util.Map;

/**
 * One layer: matrices in the mapped file, vectors as floats.
 *
 * @param biases of query, key and value, if the model has them
 * @param headNorms of query and key, if the model has them
 * @param postNorms of the results of attention (as OUTPUT) and feed-forward network (as DOWN), if
 *     the model has them
 */
@SuppressWarnings("ArrayRecordComponent")
record LayerWeights(
    float[] attentionNorm,
    float[] feedForwardNorm,
    Map<Projection, WeightMatrix> matrices,
    Map<Projection, float[]> biases,
    Map<Projection, float[]> headNorms,
    Map<Projection, float[]> postNorms) {

  static LayerWeights of(GgufFile file, ModelSpec spec, int layer) {
    String prefix = "blk." + layer + ".";
    Map<Projection, WeightMatrix> matrices = new EnumMap<>(Projection.class);
    Map<Projection, float[]> biases = new EnumMap<>(Projection.class);
    Map<Projection, float[]> headNorms = new EnumMap<>(Projection.class);
    for (Projection projection : Projection.values()) {
      String tensor = projection.tensor(layer);
      matrices.put(
          projection,
          matrix(
              projection.weight(file, spec, layer),
              projection.outputs(spec),
              projection.inputs(spec)));
      boolean query = projection == Projection.QUERY;
      boolean key = projection == Projection.KEY;
      String stem = tensor.substring(0, tensor.length() - "weight".length());
      if (spec.qkvBias() && (query || key || projection == Projection.VALUE)) {
        biases.put(projection, vector(file, stem + "bias", projection.outputs(spec)));
      }
      if (spec.qkNorm() && (query || key)) {
        String norm = prefix + (query ? "attn_q_norm.weight" : "attn_k_norm.weight");
        headNorms.put(projection, vector(file, norm, spec.headDim()));
      }
    }
    Map<Projection, float[]> postNorms = new EnumMap<>(Projection.class);
    if (spec.traits().postNorms()) {
      String attention = prefix + "post_attention_norm.weight";
      postNorms.put(Projection.OUTPUT, vector(file, attention, spec.hidden()));
      postNorms.put(Projection.DOWN, vector(file, prefix + "post_ffw_norm.weight", spec.hidden()));
    }
    return new LayerWeights(
        vector(file, prefix + "attn_norm.weight", spec.hidden()),
        vector(file, prefix + "ffn_norm.weight", spec.hidden()),
        matrices,
        biases,
        headNorms,
        postNorms);
  }

  static WeightMatrix matrix(GgufTensor tensor, int rows, int columns) {
    if (tensor.rows() != rows || tensor.columns() != columns) {
      throw wrongShape(tensor, rows, columns);
    }
    return WeightMatrix.of(tensor);
  }

  static float[] vector(GgufFile file, String name, int length) {
    GgufTensor tensor = file.tensor(name);
    if (tensor.elements() != length) {
      throw wrongShape(tensor, 1, length);
    }
    return Dequantizer.toFloats(tensor);
  }

  private static ModelException wrongShape(GgufTensor tensor, int rows, int columns) {
    return new ModelException(
        ModelException.Code.MALFORMED,
        "the tensor '%s' is [%d, %d], the model's specification says [%d, %d]"
            .formatted(tensor.name(), tensor.rows(), tensor.columns(), rows, columns));
  }

  /** The matrix of a projection. */
  WeightMatrix matrix(Projection projection) {
    WeightMatrix matrix = matrices.get(projection);
    if (matrix == null) {
      throw new IllegalStateException("a layer has all projections");
    }
    return matrix;
  }
}
