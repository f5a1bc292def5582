package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline forget --exchange ID|--author NAME [--yes]}. */
@Command(
    name = "forget",
    description = {
      "Takes an exchange, or all that a person asked and said, out of everything that is kept.",
      "Text, vectors, feedback, training rows and logs; adapters that were trained on it are",
      "replaced by the next night. Without --yes it says what would go."
    })
final class ForgetCommand implements Callable<Integer> {
  private final Session session;

  @ArgGroup(exclusive = true, multiplicity = "1")
  Whose whose = new Whose();

  @Option(names = "--yes", description = "Do it. It cannot be undone.")
  boolean yes;

  /** Exactly one of these. */
  static final class Whose {
    @Option(names = "--exchange", paramLabel = "ID", description = "The id that ask printed.")
    @Nullable String exchange;

    @Option(names = "--author", paramLabel = "NAME", description = "Who asked, or gave feedback.")
    @Nullable String author;
  }

  ForgetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Forget request = new Request.Forget(whose.exchange, whose.author, yes);
    return session.run((operations, progress) -> operations.forget(request, progress));
  }
}
