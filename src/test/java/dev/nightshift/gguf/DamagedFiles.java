package dev.nightshift.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Small whole files and seeded damage. */
public final class DamagedFiles {
  private static final long[] EVIL = {
    0,
    1,
    -1,
    31,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFFL,
    1L << 32,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private DamagedFiles() {}

  /** A file with values and tensors of many kinds. */
  static byte[] example(Path folder) {
    Path file = folder.resolve("whole.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .uint32("general.alignment", 32)
        .float32("llama.rope.freq_base", 10_000)
        .bool("tokenizer.ggml.add_bos_token", true)
        .put("nested", new MetadataValue.Lists(List.of(new MetadataValue.Texts(List.of("x", "y")))))
        .strings("tokenizer.ggml.tokens", List.of("a", "b", "<|im_end|>"))
        .int32s("tokenizer.ggml.token_type", new int[] {1, 1, 3})
        .tensor("blk.0.attn_norm.weight", GgufType.F32, new long[] {8}, new float[8])
        .tensor("blk.0.attn_q.weight", GgufType.Q8_0, new long[] {32, 2}, new float[64])
        .tensor("blk.0.attn_k.weight", GgufType.BF16, new long[] {32, 2}, new float[64])
        .write(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A damaged copy: bytes replaced, numbers put in, pieces cut out or doubled, the end cut off.
   *
   * @param within damage begins before this offset
   */
  public static byte[] damaged(byte[] whole, int within, SplittableRandom random) {
    byte[] damaged = whole.clone();
    for (int j = random.nextInt(1, 5); j > 0; j--) {
      int at = random.nextInt(Math.min(within, damaged.length));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> damaged[at] = (byte) random.nextInt(256);
        case 3 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 4, 5 -> number(damaged, at, EVIL[random.nextInt(EVIL.length)], random.nextInt(2) * 4);
        case 6 -> {
          int count = Math.min(random.nextInt(1, 40), damaged.length - at);
          System.arraycopy(damaged, at, damaged, random.nextInt(damaged.length - count + 1), count);
        }
        default -> {
          if (random.nextInt(4) == 0) {
            damaged = java.util.Arrays.copyOf(damaged, at + 1);
          }
        }
      }
    }
    return damaged;
  }

  private static void number(byte[] bytes, int at, long value, int fewer) {
    for (int i = 0; i < 8 - fewer && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }

  /** Whether the bytes are read whole; anything but a refusal that says something is thrown. */
  static boolean reads(byte[] content) {
    try {
      readAll(GgufHeader.read("damaged.gguf", MemorySegment.ofArray(content)));
      return true;
    } catch (GgufException expected) {
      assertSays(expected);
      return false;
    }
  }

  /** As {@link #reads}, through a mapped file. */
  static boolean opens(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    try (GgufFile read = GgufFile.open(file)) {
      readAll(new GgufHeader(read.metadata(), read.tensors()));
      return true;
    } catch (GgufException expected) {
      assertSays(expected);
      return false;
    }
  }

  private static void readAll(GgufHeader header) {
    for (GgufTensor tensor : header.tensors().values()) {
      if (tensor.type().readable()) {
        assertThat(Dequantizer.toFloats(tensor)).hasSize((int) tensor.elements());
      }
    }
  }

  private static void assertSays(GgufException refusal) {
    assertThat(refusal).hasMessageNotContaining("null").message().isNotBlank();
  }
}
