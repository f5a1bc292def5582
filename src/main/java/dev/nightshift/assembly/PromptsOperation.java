package dev.nightshift.assembly;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.prompts.Candidate;
import dev.nightshift.prompts.CandidateRecord;
import dev.nightshift.prompts.Improvement;
import dev.nightshift.prompts.PromptImprover;
import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lists, proposes, tries, adopts, rejects and takes back what the improver is told. */
final class PromptsOperation {
  private static final String OPERATOR = "operator";

  private final Pipeline pipeline;
  private final PromptImprover improver;

  PromptsOperation(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.improver = pipeline.code.prompts();
  }

  PromptsReply run(PromptsRequest request, Progress progress) {
    return switch (request.action()) {
      case LIST -> reply("LISTED", "", one -> true, 0);
      case SHOW -> of("LISTED", "", request.named());
      case PROPOSE -> {
        Candidate made = improver.propose(request.said(), request.because("proposed by hand"));
        yield of("PROPOSED", made.id() + " is proposed: try it with governance try", made.id());
      }
      case TRY, IMPROVE -> asked(request, progress);
      case ADOPT -> {
        int version =
            improver.adopt(
                request.named(), OPERATOR, request.because("adopted by hand"), request.force());
        yield of("ADOPTED", request.named() + " is version " + version + " now", request.named());
      }
      case REJECT -> {
        improver.reject(request.named(), OPERATOR, request.because("rejected by hand"));
        yield of("GIVEN_UP", request.named() + " is rejected", request.named());
      }
      case ROLLBACK -> {
        improver.rollBack(
            versionIn(request.named()), OPERATOR, request.because("rolled back by hand"));
        yield reply("ROLLED_BACK_TO", "", one -> false, 0);
      }
    };
  }

  /** What models have to be asked for. */
  private PromptsReply asked(PromptsRequest request, Progress progress) {
    List<CodeTask> tasks = tasks(request.on(), pipeline.settings().sandbox().limits());
    Consumer<String> told = line -> progress.update("prompts", line, -1);
    told.accept("opening the sandbox and the model");
    InstructionTrials trials = new InstructionTrials(pipeline, () -> {}, told);
    Improvement done =
        request.action() == PromptsRequest.Action.TRY
            ? trials.tryOut(request.named(), tasks)
            : trials.improve("asked for by the " + OPERATOR, tasks);
    List<String> ids = done.candidates().stream().map(one -> one.candidate().id()).toList();
    return reply(
        stateOf(done), done.message(), one -> ids.contains(one.candidate().id()), done.tokens());
  }

  private static String stateOf(Improvement done) {
    return done.candidates().stream()
        .map(CandidateRecord::status)
        .map(
            status ->
                switch (status) {
                  case ADOPTED -> "ADOPTED";
                  case WON -> "WAITING";
                  case PROPOSED, REJECTED -> "REJECTED";
                })
        .filter(state -> !state.equals("REJECTED"))
        .findFirst()
        .orElse("REJECTED");
  }

  /** Named tasks, files and folders of them; all that come with the program where none is named. */
  static List<CodeTask> tasks(List<String> named, Limits most) {
    List<String> all = new ArrayList<>();
    for (String one : named.isEmpty() ? TaskCatalog.names() : named) {
      Path folder = Path.of(one);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".yaml") || file.endsWith(".yml"))
              .sorted()
              .forEach(all::add);
        } catch (IOException e) {
          throw new OperationException(
              OperationException.Code.FAILED, folder + " cannot be read: " + e.getMessage(), e);
        }
      } else {
        all.add(one);
      }
    }
    return all.stream().map(one -> TaskCatalog.read(one, most)).toList();
  }

  private static int versionIn(String named) {
    String number = named.toLowerCase(Locale.ROOT).replaceFirst("^v", "");
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw new OperationException(
          OperationException.Code.REQUEST, "say a version such as v1, not \"" + named + '"', e);
    }
  }

  private PromptsReply of(String state, String message, String id) {
    PromptsReply reply = reply(state, message, one -> one.candidate().id().equals(id), 0);
    if (reply.candidates().isEmpty()) {
      throw new OperationException(OperationException.Code.REQUEST, "there is no candidate " + id);
    }
    return reply;
  }

  private PromptsReply reply(
      String state, String message, Predicate<CandidateRecord> shown, long tokens) {
    return PromptsReply.of(state, message, improver.history(), shown, tokens);
  }
}
