package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import dev.nightshift.exchange.Feedback;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline feedback ID --correct "…"|--up|--down}. */
@Command(name = "feedback", description = "Records what you say of an answer.")
final class FeedbackCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "The id that ask printed.")
  String id = "";

  @ArgGroup(exclusive = true, multiplicity = "1")
  Verdict verdict = new Verdict();

  @Option(names = "--author", paramLabel = "NAME", description = "Who says so.")
  String author = "cli";

  /** Exactly one of these. */
  static final class Verdict {
    @Option(names = "--correct", paramLabel = "ANSWER", description = "The right answer.")
    @Nullable String correction;

    @Option(names = "--up", description = "It was right.")
    boolean up;

    @Option(names = "--down", description = "It was wrong.")
    boolean down;

    Feedback.Kind kind() {
      return correction != null
          ? Feedback.Kind.CORRECTION
          : up ? Feedback.Kind.UP : Feedback.Kind.DOWN;
    }
  }

  FeedbackCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Feedback request = new Request.Feedback(id, verdict.kind(), verdict.correction, author);
    return session.run((operations, progress) -> operations.feedback(request));
  }
}
