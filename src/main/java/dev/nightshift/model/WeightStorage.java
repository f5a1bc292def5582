package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GroupedWeights;

/**
 * Bytes that the weights of a model take in memory.
 *
 * @param elements numbers in all matrices
 * @param packed bytes as {@link WeightForm#QUANTISED} keeps them
 */
public record WeightStorage(long elements, long packed) {
  /** Measures a file's matrices. */
  public static WeightStorage of(GgufFile file) {
    long elements = 0;
    long packed = 0;
    for (GgufTensor tensor : file.tensors().values()) {
      elements += tensor.elements();
      packed += packed(tensor);
    }
    return new WeightStorage(elements, packed);
  }

  private static long packed(GgufTensor tensor) {
    if (tensor.rows() == 1 || !GroupedWeights.supports(tensor.type())) {
      return Float.BYTES * tensor.elements();
    }
    GroupedWeights row = GroupedWeights.of(tensor, 0, 1);
    boolean halves =
        QuantisedMatrix.fitHalves(row.scales()) && QuantisedMatrix.fitHalves(row.offsets());
    long codes = row.bits() <= 4 ? tensor.elements() / 2 : tensor.elements();
    return codes + tensor.elements() / row.groupSize() * (halves ? 4 : 8);
  }

  /** Bytes in a form. */
  public long bytes(WeightForm form) {
    return form.quantised ? packed : elements * form.elementBytes();
  }
}
