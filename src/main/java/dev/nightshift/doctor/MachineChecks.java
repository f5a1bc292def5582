package dev.nightshift.doctor;

import dev.nightshift.tensor.MachineMemory;
import dev.nightshift.vram.VramException;
import dev.nightshift.vram.VramReader;
import dev.nightshift.vram.VramUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at what the program runs on. */
public final class MachineChecks {
  private static final int JAVA = 25;
  private static final String VECTORS = "jdk.incubator.vector";
  private static final long MEBIBYTE = 1 << 20;

  /** What the program takes besides the model: code, native engine, index. */
  private static final long BESIDE_MODEL = 700 * MEBIBYTE;

  private MachineChecks() {}

  /** The JVM and how it was started. */
  public static Check java(Map<String, String> environment) {
    return new Check(
        "java",
        "Older JDKs cannot run the program; without the vector instructions answers come several"
            + " times slower; spinning threads of the native engine starve everything else.",
        () -> {
          int version = Runtime.version().feature();
          String seen = "Java " + Runtime.version() + " of " + System.getProperty("java.home");
          if (version < JAVA) {
            return Verdict.fail(seen, "install a JDK " + JAVA + " or newer, or set JAVA_HOME");
          }
          List<String> missing = new ArrayList<>();
          if (ModuleLayer.boot().findModule(VECTORS).isEmpty()) {
            missing.add("--add-modules=" + VECTORS);
          }
          if (!MachineChecks.class.getModule().isNativeAccessEnabled()) {
            missing.add("--enable-native-access=ALL-UNNAMED");
          }
          if (!environment.getOrDefault("OMP_WAIT_POLICY", "").equals("PASSIVE")) {
            missing.add("OMP_WAIT_POLICY=PASSIVE in the environment");
          }
          return missing.isEmpty()
              ? Verdict.ok(seen + ", with vector instructions and native access")
              : Verdict.warn(
                  seen + ", started without " + String.join(", ", missing),
                  "start it with ./pipeline, which sets them, or add them to the command");
        });
  }

  /**
   * Whether the embedding model and its native libraries can be loaded.
   *
   * @param trouble loads it and says what is wrong, empty when nothing is
   */
  public static Check embedding(Supplier<Optional<String>> trouble) {
    return new Check(
        "embedding",
        "Without vectors corrections are neither taken nor found, and questions by their words"
            + " alone.",
        () ->
            trouble
                .get()
                .map(
                    why ->
                        Verdict.fail(
                            why,
                            "let NIGHTSHIFT_CACHE name a folder that this user may write and that"
                                + " is not mounted noexec"))
                .orElseGet(() -> Verdict.ok("all-MiniLM-L6-v2 loads and computes")));
  }

  /**
   * Free memory against what the model needs.
   *
   * @param modelBytes size of the base model's file; empty when it is not here, or computed
   *     elsewhere
   */
  public static Check memory(Optional<Long> modelBytes) {
    return new Check(
        "memory",
        "Where the model does not fit it is read from the disk for each word, and the system may"
            + " kill the program.",
        () -> {
          long free = MachineMemory.freeBesideHeap();
          String seen =
              "%d MiB free beside this heap of at most %d MiB"
                  .formatted(free / MEBIBYTE, Runtime.getRuntime().maxMemory() / MEBIBYTE);
          if (modelBytes.isEmpty()) {
            return Verdict.ok(seen + "; the model is not computed from a file that is here");
          }
          long need = modelBytes.get() + BESIDE_MODEL;
          String needs = seen + "; the model needs about " + need / MEBIBYTE + " MiB";
          if (free < modelBytes.get()) {
            return Verdict.fail(needs, "add memory, stop other programs, or take a smaller model");
          }
          return free < need
              ? Verdict.warn(
                  needs, "keep more free, mostly for nights: training needs the same again")
              : Verdict.ok(needs);
        });
  }

  /**
   * Free disk space.
   *
   * @param gigabytes without which a night does not begin, in 10⁹ bytes
   */
  public static Check disk(Path home, double gigabytes) {
    return new Check(
        "disk",
        "A full disk stops recording: questions are then answered with an error.",
        () -> {
          Path there = home;
          while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
          }
          double free = Files.getFileStore(there).getUsableSpace() / 1e9;
          String seen =
              "%.1f GB free on %s; nights need %.1f GB"
                  .formatted(free, Files.getFileStore(there), gigabytes);
          String fix =
              "make room, keep less (nightshift.retention.*), or move the home to a larger disk";
          if (free < gigabytes) {
            return Verdict.fail(seen, fix);
          }
          return free < 2 * gigabytes ? Verdict.warn(seen, fix) : Verdict.ok(seen);
        });
  }

  /** The GPU, if there is one. */
  public static Check gpu(VramReader reader) {
    return new Check(
        "gpu",
        "A driver that does not answer makes a server that computes on the GPU hang.",
        () -> {
          try {
            VramUse use = reader.read();
            return Verdict.ok(
                "%d of %d MiB used".formatted(use.usedMebibytes(), use.totalMebibytes()));
          } catch (VramException e) {
            return switch (e.code()) {
              case NO_GPU -> Verdict.skipped("no NVIDIA GPU here: " + e.getMessage());
              case UNREADABLE ->
                  Verdict.fail(
                      String.valueOf(e.getMessage()),
                      "run nvidia-smi by hand; where it hangs too, reload the driver or restart"
                          + " the machine");
            };
          }
        });
  }

  /**
   * Whether the server could listen.
   *
   * @param server address of the server that runs on this home; empty when none does
   */
  public static Check port(String address, int port, Optional<String> server) {
    return new Check(
        "port",
        "The server does not start where another program listens already.",
        () -> {
          if (server.isPresent()) {
            return Verdict.ok("the server of this home listens at " + server.get());
          }
          if (port == 0) {
            return Verdict.ok("any free port is taken");
          }
          try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return Verdict.ok(address + ":" + port + " is free; no server runs on this home");
          } catch (IOException e) {
            return Verdict.fail(
                address + ":" + port + " cannot be listened on: " + e.getMessage(),
                "stop what listens there (ss -ltnp), or set nightshift.gateway.port");
          }
        });
  }
}
