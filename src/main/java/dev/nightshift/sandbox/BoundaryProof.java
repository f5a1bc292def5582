package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads from the kernel whether an interpreter is behind the boundary. What cannot be read, is not.
 */
final class BoundaryProof {
  private static final List<String> NAMESPACES = List.of("user", "mnt", "pid", "ipc", "net", "uts");
  private static final String NO_CAPABILITIES = "0000000000000000";

  private BoundaryProof() {}

  /** What of the boundary an interpreter lacks; empty when it holds. */
  static List<String> lacking(long pid) {
    List<String> lacking = new ArrayList<>();
    String status = ProcessTree.read(pid, "status");
    expect(lacking, status, "Seccomp", "2");
    expect(lacking, status, "NoNewPrivs", "1");
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      expect(lacking, status, set, NO_CAPABILITIES);
    }
    for (String ids : List.of("Uid", "Gid")) {
      if (List.of(ProcessTree.field(status, ids).split("\\s+", -1)).contains("0")) {
        lacking.add("it is root's: " + ids);
      }
    }
    try {
      for (String kind : NAMESPACES) {
        if (namespace(pid, kind).equals(namespace(ProcessHandle.current().pid(), kind))) {
          lacking.add("it has no " + kind + " namespace of its own");
        }
      }
      long descriptors = descriptors(pid);
      if (descriptors != 3) {
        lacking.add("it has " + descriptors + " descriptors");
      }
    } catch (IOException | DirectoryIteratorException e) {
      lacking.add("its state cannot be read: " + e);
    }
    return lacking;
  }

  private static void expect(List<String> lacking, String status, String name, String wanted) {
    String is = ProcessTree.field(status, name);
    if (!is.equals(wanted)) {
      lacking.add(name + " is \"" + is + "\" and not " + wanted);
    }
  }

  private static Path namespace(long pid, String kind) throws IOException {
    return Files.readSymbolicLink(ProcessTree.process(pid).resolve("ns").resolve(kind));
  }

  private static long descriptors(long pid) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> open =
        Files.newDirectoryStream(ProcessTree.process(pid).resolve("fd"))) {
      for (Path descriptor : open) {
        count += descriptor.getNameCount() > 0 ? 1 : 0;
      }
    }
    return count;
  }
}
