package dev.nightshift.kernel;

import java.util.Optional;

/** Whether this JVM and this processor can run the kernels. */
public final class Processor {
  private static final String MODULE = "jdk.incubator.vector";

  private Processor() {}

  /** Why the kernels cannot be used here; empty when they can. */
  public static Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of("the JVM was started without --add-modules " + MODULE);
    }
    if (Lanes.COUNT < 8) {
      return Optional.of("the processor has vectors of only " + Lanes.COUNT + " floats");
    }
    return Optional.empty();
  }
}
