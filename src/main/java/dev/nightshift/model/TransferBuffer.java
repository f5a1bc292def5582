package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One direct buffer through which all numbers of a file pass from Java to the native library. With
 * buffers of their own the whole model would lie in memory a second time until the garbage
 * collector comes.
 */
final class TransferBuffer {
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  /** Makes room for {@code bytes}; what was staged before must not be used any more. */
  void begin(long bytes) {
    // Slices begin at multiples of eight bytes; three are needed at most.
    int needed = Math.toIntExact(bytes + 3 * Long.BYTES);
    if (buffer.capacity() < needed) {
      buffer = ByteBuffer.allocateDirect(needed);
    }
    buffer.clear();
  }

  /** A view of the buffer, for as long as nothing else {@link #begin}s. */
  NDArray bytes(NDManager scope, byte[] values, Shape shape) {
    return scope.create(take(values.length).put(values).rewind(), shape, DataType.UINT8);
  }

  /** As {@link #bytes}. */
  NDArray floats(NDManager scope, float[] values, Shape shape) {
    ByteBuffer slice = take(Math.multiplyExact(values.length, Float.BYTES));
    slice.asFloatBuffer().put(values);
    return scope.create(slice, shape, DataType.FLOAT32);
  }

  /** As {@link #bytes}, of float16 numbers. */
  NDArray halves(NDManager scope, short[] values, Shape shape) {
    ByteBuffer slice = take(Math.multiplyExact(values.length, Short.BYTES));
    slice.asShortBuffer().put(values);
    return scope.create(slice, shape, DataType.FLOAT16);
  }

  private ByteBuffer take(int bytes) {
    int start = Math.ceilDiv(buffer.position(), Long.BYTES) * Long.BYTES;
    ByteBuffer slice = buffer.slice(start, bytes).order(ByteOrder.nativeOrder());
    buffer.position(start + bytes);
    return slice;
  }
}
