package dev.nightshift.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * TorchScript methods given as text, compiled by the native library. Thread-safe as far as the
 * tensors given to it are.
 *
 * <p>Arguments are tensors and lists of tensors only: neighbouring arrays that {@link #listOf}
 * named become one {@code List[Tensor]} argument; a number goes in as a tensor of one element and
 * is read in the program with {@code int(t)} or {@code float(t)}. A list cannot be empty.
 */
public final class TensorProgram implements AutoCloseable {
  /** What a call records for a later backward pass. */
  public enum Gradient {
    /** Nothing, ever: fastest, but the results may not be used in a recorded call. */
    NEVER,
    /** Nothing in this call; its results may be used in a recorded one. */
    OFF,
    /** Everything that leads to an array that requires a gradient. */
    RECORDED
  }

  private static final String METHOD = "module_method:";

  // Keeps the native module alive: it is deleted when the block's manager is.
  private final NDManager owner;
  private final PtSymbolBlock block;

  private TensorProgram(NDManager owner, PtSymbolBlock block) {
    this.owner = owner;
    this.block = block;
  }

  /**
   * Compiles.
   *
   * @param methods in TorchScript's serialised form, indented by two spaces
   * @throws ai.djl.engine.EngineException naming the line that does not compile
   */
  public static TensorProgram compile(String methods) {
    NDManager owner = NativeRuntime.newManager();
    try {
      PtSymbolBlock block =
          JniUtils.loadModule(
              (PtNDManager) owner,
              new ByteArrayInputStream(TorchScriptArchive.of(methods)),
              false,
              false);
      return new TensorProgram(owner, block);
    } catch (IOException e) {
      owner.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Names arrays as the elements of one list argument; the name lasts as long as the array. */
  public static NDList listOf(String argument, Iterable<NDArray> arrays) {
    NDList list = new NDList();
    for (NDArray array : arrays) {
      array.setName(argument + "[]");
      list.add(array);
    }
    return list;
  }

  /**
   * Runs a method.
   *
   * @param scope what the results belong to; closing it frees them. Inputs keep their owners, and
   *     nothing is ever attached to those
   * @param inputs in the method's order
   * @return the results; one array if the method returns one tensor
   */
  public NDList call(NDManager scope, String method, Gradient gradient, NDList inputs) {
    // The optimiser would compile anew for every length; it is switched per thread.
    JniUtils.setGraphExecutorOptimize(false);
    boolean recording = JniUtils.isGradMode();
    // The first array names the method and, by being first, decides who owns the results.
    try (NDArray marker = scope.create(0f)) {
      marker.setName(METHOD + method);
      NDList all = new NDList(inputs.size() + 1);
      all.add(marker);
      all.addAll(inputs);
      JniUtils.setGradMode(gradient == Gradient.RECORDED);
      return IValueUtils.forward(block, all, gradient != Gradient.NEVER);
    } finally {
      JniUtils.setGradMode(recording);
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
