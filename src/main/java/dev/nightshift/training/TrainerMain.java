package dev.nightshift.training;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Entry point of the trainer process: reads a specification, trains, writes {@link TrainerEvent}
 * lines on standard output and everything else on standard error. Its standard input is a lifeline:
 * when it closes, the parent is gone and the trainer ends.
 */
public final class TrainerMain {
  private static final int FAILED = 1;
  private static final int ORPHANED = 4;

  private TrainerMain() {}

  /** One argument: the specification's file. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(System.err); // only events may go to standard output
    System.exit(run(args, out));
  }

  private static int run(String[] args, PrintStream out) {
    if (args.length != 1) {
      System.err.println("usage: trainer SPECIFICATION.json");
      return 2;
    }
    Thread.ofPlatform().daemon().name("lifeline").start(TrainerMain::endWithParent);
    try {
      TrainingSpec spec = TrainingJson.readSpec(Path.of(args[0]));
      TrainingReport report =
          Trainer.train(spec, progress -> print(out, new TrainerEvent(progress, null, null)));
      print(out, new TrainerEvent(null, report, null));
      return 0;
    } catch (TrainingException e) {
      e.printStackTrace();
      return fail(out, e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      e.printStackTrace();
      return fail(out, TrainingException.Code.MODEL, e.toString());
    }
  }

  private static int fail(PrintStream out, TrainingException.Code code, String message) {
    print(out, new TrainerEvent(null, null, new TrainerEvent.Failure(code, message)));
    return FAILED;
  }

  private static synchronized void print(PrintStream out, TrainerEvent event) {
    byte[] line = (TrainingJson.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(line, 0, line.length);
    out.flush();
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said on this line
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Runtime.getRuntime().halt(ORPHANED);
    }
  }
}
