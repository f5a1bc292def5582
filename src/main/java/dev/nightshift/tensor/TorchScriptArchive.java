package dev.nightshift.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive assembled in memory: the zip file that {@code torch.jit.load} reads,
 * holding one module without parameters whose methods are given as text.
 *
 * <p>The text is TorchScript's serialised form: every operator is written {@code torch.name(…)},
 * calls of other methods {@code (self).name(…)}, and methods are indented by two spaces.
 */
final class TorchScriptArchive {
  private static final String HEADER =
      """
      class Program(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
      """;

  /** The empty tuple, pickled. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private TorchScriptArchive() {}

  /** The archive's bytes; archive format 10 is what PyTorch 1.13 and later read. */
  static byte[] of(String methods) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "program/data.pkl", pickledModule());
      put(zip, "program/code/__torch__.py", (HEADER + methods).getBytes(StandardCharsets.UTF_8));
      put(zip, "program/constants.pkl", NO_CONSTANTS);
      put(zip, "program/version", "10\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** {@code __torch__.Program()} with the state {@code {"training": False}}, pickle protocol 2. */
  private static byte[] pickledModule() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    byte[] training = "training".getBytes(StandardCharsets.US_ASCII);
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes("c__torch__\nProgram\n".getBytes(StandardCharsets.US_ASCII));
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
    pickle.writeBytes(new byte[] {'X', (byte) training.length, 0, 0, 0});
    pickle.writeBytes(training);
    pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
