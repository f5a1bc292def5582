package dev.nightshift.gguf;

/**
 * Where block decoders put codes, and one scale and one offset a group, in the order of the values.
 *
 * <p>{@code value = (code & 255) * scale + offset}.
 */
final class GroupSink {
  final byte[] codes;
  final float[] scales;
  final float[] offsets;
  private int nextCode;
  private int nextGroup;

  GroupSink(int values, int groupSize) {
    codes = new byte[values];
    scales = new float[values / groupSize];
    offsets = new float[values / groupSize];
  }

  /** Begins again at the front. */
  void rewind() {
    nextCode = 0;
    nextGroup = 0;
  }

  /** Reserves {@code count} codes and gives the index of the first. */
  int code(int count) {
    int first = nextCode;
    nextCode += count;
    return first;
  }

  /** Adds the next group's scale and offset. */
  void group(float scale, float offset) {
    scales[nextGroup] = scale;
    offsets[nextGroup++] = offset;
  }
}
