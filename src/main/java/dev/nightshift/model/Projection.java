package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import java.util.List;

/**
 * The seven linear maps of a layer, in the order in which weights and adapters are listed.
 *
 * @see TransformerProgram
 */
public enum Projection {
  QUERY(0, "attn_q", "self_attn.q_proj"),
  KEY(1, "attn_k", "self_attn.k_proj"),
  VALUE(2, "attn_v", "self_attn.v_proj"),
  OUTPUT(3, "attn_output", "self_attn.o_proj"),
  GATE(4, "ffn_gate", "mlp.gate_proj"),
  UP(5, "ffn_up", "mlp.up_proj"),
  DOWN(6, "ffn_down", "mlp.down_proj");

  /** Those that share their input, in the order of a layer. */
  static final List<List<Projection>> GROUPS =
      List.of(List.of(QUERY, KEY, VALUE), List.of(OUTPUT), List.of(GATE, UP), List.of(DOWN));

  /** Position among the seven. */
  final int place;

  private final String ggufName;
  private final String module;

  Projection(int place, String ggufName, String module) {
    this.place = place;
    this.ggufName = ggufName;
    this.module = module;
  }

  /** Name of the weight in a GGUF file: {@code blk.N.attn_q.weight}. */
  public String tensor(int layer) {
    return "blk." + layer + "." + ggufName + ".weight";
  }

  /**
   * The stored weight [outputs, inputs] in a layer: the tensor of that name, or the projection's
   * rows of the tensor that holds several.
   *
   * @throws dev.nightshift.gguf.GgufException {@code MISSING} when the file has neither, {@code
   *     REQUEST} when a tensor that should hold several has too few rows
   */
  public GgufTensor weight(GgufFile file, ModelSpec spec, int layer) {
    GgufTensor stored = file.tensor(storedName(spec, layer));
    return spec.traits().fused() ? stored.slice(firstRow(spec), outputs(spec)) : stored;
  }

  /** Name of the tensor that holds the weight: another than {@link #tensor} where it is fused. */
  public String storedName(ModelSpec spec, int layer) {
    if (!spec.traits().fused()) {
      return tensor(layer);
    }
    return switch (this) {
      case QUERY, KEY, VALUE -> "blk." + layer + ".attn_qkv.weight";
      case GATE, UP -> UP.tensor(layer);
      case OUTPUT, DOWN -> tensor(layer);
    };
  }

  /** Rows of the tensor {@link #storedName}: those of all projections that it holds. */
  public int storedRows(ModelSpec spec) {
    int rows = 0;
    for (Projection other : values()) {
      rows += other.storedName(spec, 0).equals(storedName(spec, 0)) ? other.outputs(spec) : 0;
    }
    return rows;
  }

  /** Name of the module in a Hugging Face model that holds the weight; see {@link #storedName}. */
  public String storedModule(ModelSpec spec, int layer) {
    if (!spec.traits().fused()) {
      return module(layer);
    }
    return switch (this) {
      case QUERY, KEY, VALUE -> "model.layers." + layer + ".self_attn.qkv_proj";
      case GATE, UP -> "model.layers." + layer + ".mlp.gate_up_proj";
      case OUTPUT, DOWN -> module(layer);
    };
  }

  /** Where the weight's rows begin in the tensor {@link #storedName}. */
  public int firstRow(ModelSpec spec) {
    if (!spec.traits().fused()) {
      return 0;
    }
    return switch (this) {
      case KEY -> QUERY.outputs(spec);
      case VALUE -> QUERY.outputs(spec) + KEY.outputs(spec);
      case UP -> GATE.outputs(spec);
      case QUERY, OUTPUT, GATE, DOWN -> 0;
    };
  }

  /** Name of the module in a Hugging Face model: {@code model.layers.N.self_attn.q_proj}. */
  public String module(int layer) {
    return "model.layers." + layer + "." + module;
  }

  /** Values that go in. */
  public int inputs(ModelSpec spec) {
    return switch (this) {
      case QUERY, KEY, VALUE, GATE, UP -> spec.hidden();
      case OUTPUT -> spec.heads() * spec.headDim();
      case DOWN -> spec.feedForward();
    };
  }

  /** Values that come out. */
  public int outputs(ModelSpec spec) {
    return switch (this) {
      case QUERY -> spec.heads() * spec.headDim();
      case KEY, VALUE -> spec.kvHeads() * spec.headDim();
      case OUTPUT, DOWN -> spec.hidden();
      case GATE, UP -> spec.feedForward();
    };
  }
}
