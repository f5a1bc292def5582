package dev.nightshift.embedding;

import ai.onnxruntime.OrtSession;
import dev.nightshift.home.AtomicFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native libraries of ONNX Runtime, unpacked once into a folder of the user's.
 *
 * <p>By itself ONNX Runtime unpacks its 17 MB at each start of a process into the temporary
 * directory, from where they cannot be loaded when that is mounted {@code noexec} (containers,
 * hardened servers), and where they stay when the process is killed. It looks into the folder that
 * the system property {@value #PATH} names first.
 */
final class OnnxLibraries {
  static final String PATH = "onnxruntime.native.path";
  private static final Logger LOG = LoggerFactory.getLogger(OnnxLibraries.class);
  private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

  private OnnxLibraries() {}

  /**
   * Sees to it that the libraries lie in a folder below this one and are loaded from there. Where
   * nothing can be written there, ONNX Runtime unpacks them as it does by itself; somebody's own
   * {@value #PATH} is left as it is.
   */
  static synchronized void in(Path folder) {
    if (System.getProperty(PATH) == null) {
      try {
        System.setProperty(PATH, unpacked(folder).toString());
      } catch (IOException e) {
        LOG.warn(
            "native libraries are unpacked anew at each start, not in {}: {}",
            folder,
            e.toString());
      }
    }
  }

  /**
   * The folder with the libraries of this system, named by their checksums, so that those of
   * another version have another one. Files that are there whole stay.
   */
  static Path unpacked(Path folder) throws IOException {
    StringBuilder folderName = new StringBuilder("onnxruntime");
    for (String name : NAMES) {
      folderName.append("-%08x".formatted(checksum(packed(name))));
    }
    Path own = folder.toAbsolutePath().resolve(folderName.toString());
    for (String name : NAMES) {
      URLConnection packed = packed(name);
      Path file = own.resolve(System.mapLibraryName(name));
      if (!Files.isRegularFile(file) || Files.size(file) != packed.getContentLengthLong()) {
        try (InputStream in = packed.getInputStream()) {
          AtomicFiles.write(file, in::transferTo);
        }
      }
    }
    return own;
  }

  private static URLConnection packed(String name) throws IOException {
    String resource = "/ai/onnxruntime/native/" + system() + "/" + System.mapLibraryName(name);
    URL found = OrtSession.class.getResource(resource);
    if (found == null) {
      throw new FileNotFoundException(resource + " is not on the class path");
    }
    return found.openConnection();
  }

  /** CRC-32: a jar has it in its index, so that nothing is unpacked for it. */
  private static long checksum(URLConnection packed) throws IOException {
    if (packed instanceof JarURLConnection jar && jar.getJarEntry().getCrc() >= 0) {
      return jar.getJarEntry().getCrc();
    }
    try (CheckedInputStream in = new CheckedInputStream(packed.getInputStream(), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }

  /** As ONNX Runtime names it. */
  private static String system() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String kind = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
    return kind + (arch.equals("aarch64") || arch.equals("arm64") ? "-aarch64" : "-x64");
  }
}
