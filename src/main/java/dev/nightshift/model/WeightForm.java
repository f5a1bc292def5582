package dev.nightshift.model;

/** How frozen weights are kept in memory and what a {@link TransformerProgram} computes in. */
public enum WeightForm {
  /** Dequantised once, computed in float32: the exact form, 4 bytes a weight. */
  FLOAT32(1, false, ElementType.FLOAT32),
  /** Dequantised once and rounded, computed in bfloat16, sums and norms in float32; 2 bytes. */
  BFLOAT16(1, false, ElementType.BFLOAT16),
  /** As stored in the file, dequantised where used, computed in float32: for training. */
  QUANTISED(3, true, ElementType.FLOAT32),
  /** As stored in the file, dequantised where used, computed in bfloat16: for training. */
  QUANTISED_BFLOAT16(3, true, ElementType.BFLOAT16);

  /** Numbers that a program computes with. */
  enum ElementType {
    FLOAT32(6),
    BFLOAT16(15);

    /** PyTorch's code of the type (c10/core/ScalarType.h). */
    final int code;

    ElementType(int code) {
      this.code = code;
    }
  }

  /** Arrays that hold one matrix. */
  final int slots;

  final boolean quantised;
  final ElementType compute;

  WeightForm(int slots, boolean quantised, ElementType compute) {
    this.slots = slots;
    this.quantised = quantised;
    this.compute = compute;
  }

  /** Bytes of a number that is computed with. */
  public int elementBytes() {
    return switch (compute) {
      case FLOAT32 -> Float.BYTES;
      case BFLOAT16 -> Short.BYTES;
    };
  }

  /** Whether weights stay as the file has them until they are used. */
  public boolean isQuantised() {
    return quantised;
  }
}
