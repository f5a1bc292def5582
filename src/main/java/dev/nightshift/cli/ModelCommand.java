package dev.nightshift.cli;

import dev.nightshift.assembly.Pipeline;
import dev.nightshift.assembly.Progress;
import dev.nightshift.model.BaseModel;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pipeline model fetch|list}. */
@Command(name = "model", description = "Fetches base models and lists those that are here.")
final class ModelCommand implements Callable<Integer> {
  private final Session session;

  private ModelCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new ModelCommand(session))
        .addSubcommand(new Fetch(session))
        .addSubcommand(new ListModels(session));
  }

  @Override
  public Integer call() {
    return session.fail("USAGE", "say model fetch or model list", ExitCode.WRONG_USE);
  }

  /** {@code pipeline model fetch [MODEL]}. */
  @Command(name = "fetch", description = "Fetches and verifies a model, if it is not here.")
  static final class Fetch implements Callable<Integer> {
    private final Session session;

    @Parameters(
        paramLabel = "MODEL",
        arity = "0..1",
        description = "default, ollama:NAME or https://…; otherwise the configured one.")
    String model = "";

    Fetch(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      ProgressPrinter progress = new ProgressPrinter(session.terminal(), InstantSource.system());
      if (!model.isBlank()) {
        session.options().model = model;
      }
      BaseModel fetched;
      try (Pipeline pipeline = new Pipeline(session.home(), session.settings(), progress)) {
        fetched = pipeline.baseModel();
      } finally {
        progress.close();
      }
      session.print(Entry.of(fetched), () -> Entry.of(fetched).text());
      return ExitCode.DONE.status();
    }
  }

  /** {@code pipeline model list}. */
  @Command(name = "list", description = "Lists the models of the home.")
  static final class ListModels implements Callable<Integer> {
    private final Session session;

    ListModels(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      try (Pipeline pipeline =
          new Pipeline(session.home(), session.settings(), Progress.silent())) {
        Models models = new Models(pipeline.models().list().stream().map(Entry::of).toList());
        session.print(models, models::text);
      }
      return ExitCode.DONE.status();
    }
  }

  /** The models there are. */
  record Models(List<Entry> models) {
    String text() {
      return models.isEmpty()
          ? "no model here; pipeline model fetch brings one"
          : String.join(System.lineSeparator(), models.stream().map(Entry::text).toList());
    }
  }

  /** One model. */
  record Entry(String name, String file, long bytes, String sha256) {
    static Entry of(BaseModel model) {
      return new Entry(model.name(), model.file().toString(), model.bytes(), model.sha256());
    }

    String text() {
      return name + "  " + bytes + " bytes  " + sha256 + "  " + file;
    }
  }
}
