package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GroupedWeights;
import dev.nightshift.tensor.TensorProgram;
import dev.nightshift.tensor.TensorProgram.Gradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings tensors of a file into native memory, a bounded number of rows at a time. */
final class WeightReader implements AutoCloseable {
  /** Numbers that pass through the Java heap at once. */
  private static final long CHUNK = 1 << 21;

  private static final String TEXT =
      """
        def place(self: __torch__.Program, to: Tensor, at: Tensor, c: Tensor, scale: Tensor, offset: Tensor) -> Tensor:
          if torch.gt(torch.numel(scale), 0):
            d = torch.flatten(torch.addcmul(offset, torch.to(c, 6), scale), 1)
          else:
            d = c
          s = int(at)
          return torch.copy_(torch.slice(to, 0, s, torch.add(s, torch.size(d, 0)), 1), d)
        def column(self: __torch__.Program, to: Tensor, at: Tensor, c: Tensor) -> Tensor:
          s = int(at)
          return torch.copy_(torch.slice(to, -1, s, torch.add(s, torch.size(c, 0)), 1), torch.movedim(c, 0, -1))
        def rows(self: __torch__.Program, of: Tensor, at: Tensor) -> Tensor:
          return torch.slice(of, 0, int(torch.select(at, 0, 0)), int(torch.select(at, 0, 1)), 1)
        def half(self: __torch__.Program, shape: Tensor) -> Tensor:
          return torch.new_empty(shape, [int(torch.select(shape, 0, 0)), int(torch.select(shape, 0, 1))], dtype=15)
      """;

  private final GgufFile file;
  private final WeightForm form;
  private final NDManager owner;
  private final TensorProgram program;
  private final TransferBuffer staging = new TransferBuffer();

  WeightReader(GgufFile file, WeightForm form, NDManager owner) {
    this.file = file;
    this.form = form;
    this.owner = owner;
    this.program = TensorProgram.compile(TEXT);
  }

  /** Arrays of one matrix. */
  int slots() {
    return form.slots;
  }

  /** A norm or bias: float32 in every form. */
  NDArray vector(String name, int length) {
    GgufTensor tensor = file.tensor(name);
    if (tensor.elements() != length) {
      throw wrongShape(tensor, 1, length);
    }
    return owner.create(Dequantizer.toFloats(tensor));
  }

  Optional<float[]> optionalVector(String name) {
    return Optional.ofNullable(file.tensors().get(name)).map(Dequantizer::toFloats);
  }

  /** The {@link WeightForm#slots} arrays of a matrix [rows, columns]. */
  List<NDArray> matrix(GgufTensor tensor, int rows, int columns) {
    requireShape(tensor, rows, columns);
    List<NDArray> arrays = arrays(tensor, rows, columns);
    // Else the whole file counts as this process's memory beside what was made of it.
    tensor.unload();
    return arrays;
  }

  /**
   * Matrices that are multiplied with the same input: {@link #matrix} of each, and where weights
   * are dequantised and there are several, first one with all of them below each other, of which
   * the others are views.
   */
  List<NDArray> matrices(List<GgufTensor> tensors, List<Integer> rows, int columns) {
    List<NDArray> arrays = new ArrayList<>();
    if (form.quantised || tensors.size() == 1) {
      for (int i = 0; i < tensors.size(); i++) {
        arrays.addAll(matrix(tensors.get(i), rows.get(i), columns));
      }
      return arrays;
    }
    NDArray all = room(rows.stream().mapToInt(Integer::intValue).sum(), columns);
    arrays.add(all);
    int first = 0;
    for (int i = 0; i < tensors.size(); i++) {
      GgufTensor tensor = tensors.get(i);
      requireShape(tensor, rows.get(i), columns);
      NDArray part = rows(all, first, rows.get(i));
      fill(part, tensor, GroupedWeights.supports(tensor.type()));
      tensor.unload();
      arrays.add(part);
      first += rows.get(i);
    }
    return arrays;
  }

  private NDArray rows(NDArray of, int first, int count) {
    try (NDManager scope = owner.newSubManager()) {
      NDList inputs = new NDList(of, scope.create(new long[] {first, (long) first + count}));
      return program.call(owner, "rows", Gradient.OFF, inputs).getFirst();
    }
  }

  private List<NDArray> arrays(GgufTensor tensor, int rows, int columns) {
    boolean grouped = GroupedWeights.supports(tensor.type());
    if (!form.quantised) {
      return List.of(dense(tensor, rows, columns, grouped));
    }
    if (grouped) {
      return new QuantisedMatrix(owner, program, staging).read(tensor);
    }
    return List.of(
        dense(tensor, rows, columns, false), owner.zeros(new Shape(0)), owner.zeros(new Shape(0)));
  }

  private NDArray dense(GgufTensor tensor, int rows, int columns, boolean grouped) {
    NDArray matrix = room(rows, columns);
    fill(matrix, tensor, grouped);
    return matrix;
  }

  private void fill(NDArray matrix, GgufTensor tensor, boolean grouped) {
    int rows = Math.toIntExact(tensor.rows());
    int columns = Math.toIntExact(tensor.columns());
    int step = Math.clamp(CHUNK / columns, 1, rows);
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      try (NDManager scope = owner.newSubManager()) {
        NDList inputs = new NDList(matrix, scope.create((long) row));
        inputs.addAll(
            grouped ? groups(scope, tensor, row, count) : floats(scope, tensor, row, count));
        program.call(scope, "place", Gradient.OFF, inputs);
      }
    }
  }

  private NDArray room(int rows, int columns) {
    Shape shape = new Shape(rows, columns);
    if (form != WeightForm.BFLOAT16) {
      return owner.create(shape, DataType.FLOAT32);
    }
    try (NDManager scope = owner.newSubManager()) {
      return program
          .call(owner, "half", Gradient.OFF, new NDList(scope.create(shape.getShape())))
          .getFirst();
    }
  }

  private NDList groups(NDManager scope, GgufTensor tensor, int row, int count) {
    GroupedWeights weights = GroupedWeights.of(tensor, row, count);
    int groups = weights.columns() / weights.groupSize();
    Shape shape = new Shape(count, groups, weights.groupSize());
    Shape perGroup = new Shape(count, groups, 1);
    staging.begin(weights.codes().length + 8L * weights.scales().length);
    return new NDList(
        staging.bytes(scope, weights.codes(), shape),
        staging.floats(scope, weights.scales(), perGroup),
        staging.floats(scope, weights.offsets(), perGroup));
  }

  private NDList floats(NDManager scope, GgufTensor tensor, int row, int count) {
    float[] values = Dequantizer.toFloats(tensor, row, count);
    NDArray nothing = scope.zeros(new Shape(0));
    staging.begin(4L * values.length);
    return new NDList(
        staging.floats(scope, values, new Shape(count, tensor.columns())), nothing, nothing);
  }

  private void requireShape(GgufTensor tensor, int rows, int columns) {
    if (tensor.rows() != rows || tensor.columns() != columns) {
      throw wrongShape(tensor, rows, columns);
    }
  }

  private ModelException wrongShape(GgufTensor tensor, int rows, int columns) {
    return new ModelException(
        ModelException.Code.MALFORMED,
        "%s: the tensor '%s' is [%d, %d], the model's specification says [%d, %d]"
            .formatted(file.path(), tensor.name(), tensor.rows(), tensor.columns(), rows, columns));
  }

  @Override
  public void close() {
    program.close();
  }
}
