package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.tensor.NativeRuntime;
import dev.nightshift.tensor.TensorProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * The frozen weights of a model in native memory, in the file's own row order (no permutation: the
 * rotary embedding follows the architecture instead). Read only; may be used by several threads.
 */
public final class ModelWeights implements AutoCloseable {
  private final ModelSpec spec;
  private final WeightForm form;
  private final NDManager owner;
  private final NDList globals;
  private final List<NDList> layers;
  private final RopeTable rope;
  private final NDArray nothing;
  private final NDList noAdapter;

  private ModelWeights(
      ModelSpec spec,
      WeightForm form,
      NDManager owner,
      NDList globals,
      List<NDList> layers,
      RopeTable rope) {
    this.spec = spec;
    this.form = form;
    this.owner = owner;
    this.globals = globals;
    this.layers = layers;
    this.rope = rope;
    this.nothing = owner.zeros(new Shape(0));
    this.noAdapter = TensorProgram.listOf("a", List.of(owner.zeros(new Shape(0))));
  }

  /**
   * Reads all weights; the file may be closed afterwards. The native library must be started.
   *
   * @param positions the longest sequence that will be run, at most the model's context length
   * @throws dev.nightshift.gguf.GgufException when a tensor is missing or of a type that cannot be
   *     read
   * @throws ModelException {@code MALFORMED} when a tensor's shape is not what the specification
   *     says
   */
  public static ModelWeights load(GgufFile file, ModelSpec spec, WeightForm form, int positions) {
    NDManager owner = NativeRuntime.newManager();
    try (WeightReader reader = new WeightReader(file, form, owner)) {
      List<NDArray> globals = new ArrayList<>();
      List<NDArray> embedding =
          reader.matrix(file.tensor("token_embd.weight"), spec.vocabulary(), spec.hidden());
      globals.addAll(embedding);
      globals.add(reader.vector("output_norm.weight", spec.hidden()));
      globals.addAll(
          spec.tiedEmbeddings()
              ? embedding
              : reader.matrix(file.tensor("output.weight"), spec.vocabulary(), spec.hidden()));
      List<NDList> layers = new ArrayList<>();
      for (int layer = 0; layer < spec.layers(); layer++) {
        layers.add(named(layer(reader, file, spec, layer)));
      }
      RopeTable rope = RopeTable.of(owner, spec, reader, positions);
      NativeRuntime.releaseUnused();
      return new ModelWeights(spec, form, owner, named(globals), List.copyOf(layers), rope);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** The arrays of one layer in the order of {@link WeightLayout}. */
  private static List<NDArray> layer(
      WeightReader reader, GgufFile file, ModelSpec spec, int layer) {
    String prefix = "blk." + layer + ".";
    List<NDArray> arrays = new ArrayList<>();
    arrays.add(reader.vector(prefix + "attn_norm.weight", spec.hidden()));
    arrays.add(reader.vector(prefix + "ffn_norm.weight", spec.hidden()));
    List<NDArray> joined = new ArrayList<>();
    for (List<Projection> group : Projection.GROUPS) {
      List<GgufTensor> tensors =
          group.stream().map(projection -> projection.weight(file, spec, layer)).toList();
      List<Integer> outputs = group.stream().map(p -> p.outputs(spec)).toList();
      List<NDArray> read = reader.matrices(tensors, outputs, group.getFirst().inputs(spec));
      int first = read.size() > group.size() * reader.slots() ? 1 : 0;
      joined.addAll(read.subList(0, first));
      arrays.addAll(read.subList(first, read.size()));
    }
    if (spec.qkvBias()) {
      arrays.add(reader.vector(prefix + "attn_q.bias", Projection.QUERY.outputs(spec)));
      arrays.add(reader.vector(prefix + "attn_k.bias", Projection.KEY.outputs(spec)));
      arrays.add(reader.vector(prefix + "attn_v.bias", Projection.VALUE.outputs(spec)));
    }
    if (spec.qkNorm()) {
      arrays.add(reader.vector(prefix + "attn_q_norm.weight", spec.headDim()));
      arrays.add(reader.vector(prefix + "attn_k_norm.weight", spec.headDim()));
    }
    if (spec.traits().postNorms()) {
      arrays.add(reader.vector(prefix + "post_attention_norm.weight", spec.hidden()));
      arrays.add(reader.vector(prefix + "post_ffw_norm.weight", spec.hidden()));
    }
    arrays.addAll(joined);
    return arrays;
  }

  private static NDList named(List<NDArray> arrays) {
    return TensorProgram.listOf("w", arrays);
  }

  public ModelSpec spec() {
    return spec;
  }

  public WeightForm form() {
    return form;
  }

  /** The longest sequence that can be run. */
  public int positions() {
    return rope.positions();
  }

  /** Everything, as one list argument. */
  NDList all() {
    NDList all = new NDList(globals.size() + layers.size() * layers.getFirst().size());
    all.addAll(globals);
    layers.forEach(all::addAll);
    return all;
  }

  RopeTable rope() {
    return rope;
  }

  /** Stands for an argument that is not given. */
  NDArray nothing() {
    return nothing;
  }

  /** The list argument for a whole adapter. */
  NDList adapterAll(AdapterTensors adapter) {
    if (adapter.isEmpty()) {
      return noAdapter;
    }
    NDList all = new NDList();
    adapter.layers().forEach(all::addAll);
    return all;
  }

  /** How many native arrays this holds: constant over its life, which tests check. */
  public int nativeArrays() {
    return owner.getManagedArrays().size();
  }

  @Override
  public void close() {
    owner.close();
  }
}
