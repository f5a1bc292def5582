package dev.nightshift;

/** Entry point of the pipeline. */
public final class Application {
  private Application() {}

  /** Runs the command named by {@code args}. */
  public static void main(String[] args) {
    System.out.println("nightshift");
  }
}
