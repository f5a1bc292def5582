package dev.nightshift.cli;

import java.util.List;

/** A program that says how it was started: {@link RelaunchTests} puts it into a jar. */
final class RelaunchProbe {
  private RelaunchProbe() {}

  public static void main(String[] args) {
    System.exit(
        Relaunch.run(args)
            .orElseGet(
                () -> {
                  boolean vectors =
                      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
                  System.out.println(
                      "pid "
                          + ProcessHandle.current().pid()
                          + " vectors "
                          + vectors
                          + " kept "
                          + System.getProperty("kept")
                          + " "
                          + System.getenv("OMP_WAIT_POLICY")
                          + " "
                          + List.of(args));
                  if (args[0].equals("stay")) {
                    stay();
                  }
                  return 7;
                }));
  }

  private static void stay() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
