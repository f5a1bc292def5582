package dev.nightshift.cli;

import dev.nightshift.assembly.BackupReply;
import dev.nightshift.assembly.BackupRequest;
import dev.nightshift.assembly.CodeReply;
import dev.nightshift.assembly.CodeRunsReply;
import dev.nightshift.assembly.CodeRunsRequest;
import dev.nightshift.assembly.FleetReply;
import dev.nightshift.assembly.FleetRequest;
import dev.nightshift.assembly.ForgottenReply;
import dev.nightshift.assembly.GovernanceReply;
import dev.nightshift.assembly.GovernanceRequest;
import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.OperationsProtocol;
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.PromptsReply;
import dev.nightshift.assembly.PromptsRequest;
import dev.nightshift.assembly.QuarantineReply;
import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Request;
import dev.nightshift.assembly.VersionsReply;
import dev.nightshift.assembly.VersionsRequest;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A pipeline whose base knows the given questions; after a night its adapter knows besides every
 * question whose keyword was in a correction.
 */
final class LearningOperations implements Operations {
  final Set<String> known = new HashSet<>();
  final Set<String> forgotten = new HashSet<>();
  final List<String> asked = new ArrayList<>();
  final Map<String, String> corrections = new HashMap<>();
  int confirmed;
  String night = "ACTIVE";
  String drill = "ROLLED_BACK";
  private final FakeOperations rest = new FakeOperations();
  private boolean learned;

  @Override
  public Reply.Asked ask(Request.Ask request) {
    asked.add(request.question());
    return new Reply.Asked(request.question(), "?", 0.3, "tiny", "base", 1, "", List.of());
  }

  @Override
  public Reply.FeedbackRecorded feedback(Request.Feedback request) {
    if (request.kind() == Feedback.Kind.CORRECTION) {
      corrections.put(request.exchangeId(), String.valueOf(request.correction()));
    } else {
      confirmed++;
    }
    return rest.feedback(request);
  }

  @Override
  public Reply.Night nightly(Request.Nightly request, Progress progress) {
    learned = night.equals("ACTIVE");
    return new Reply.Night(night, "adapter_1", null, Map.of(), 1000);
  }

  @Override
  public Reply.Evaluated eval(Request.Eval request, Progress progress) {
    List<Reply.Result> results = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(Path.of(request.file()))) {
        JsonNode item = OperationsProtocol.json().readTree(line);
        String question = item.path("question").asString("");
        boolean right = right(question, item.path("keyword").asString(""), request);
        results.add(new Reply.Result(question, "", right, request.adapter(), false));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int correct = (int) results.stream().filter(Reply.Result::correct).count();
    return new Reply.Evaluated(results.size(), correct, request.adapter(), results);
  }

  private boolean right(String question, String keyword, Request.Eval request) {
    if (known.contains(question)) {
      return request.adapter().equals("base") || !forgotten.contains(question);
    }
    return learned
        && request.adapter().equals("current")
        && corrections.values().stream().anyMatch(text -> text.contains(keyword));
  }

  @Override
  public Reply.RolledOut drill(Request.Drill request, Progress progress) {
    return new Reply.RolledOut(drill, "adapter_1", "", "broken", 1, 1, 1, 400L, 90L, 500);
  }

  @Override
  public BackupReply backup(BackupRequest request, Progress progress) {
    return rest.backup(request, progress);
  }

  @Override
  public QuarantineReply quarantine(Request.Quarantine request) {
    return rest.quarantine(request);
  }

  @Override
  public CodeReply code(Request.Code request, Progress progress) {
    return rest.code(request, progress);
  }

  @Override
  public PromptsReply prompts(PromptsRequest request, Progress progress) {
    return rest.prompts(request, progress);
  }

  @Override
  public ForgottenReply forget(Request.Forget request, Progress progress) {
    return rest.forget(request, progress);
  }

  @Override
  public Reply.Imported importExchanges(Request.Import request, Progress progress) {
    return rest.importExchanges(request, progress);
  }

  @Override
  public Reply.Harvested harvest(Request.Harvest request, Progress progress) {
    return rest.harvest(request, progress);
  }

  @Override
  public Reply.Trained train(Request.Train request, Progress progress) {
    return rest.train(request, progress);
  }

  @Override
  public Reply.RolledOut deploy(Request.Deploy request, Progress progress) {
    return rest.deploy(request, progress);
  }

  @Override
  public Reply.RolledOut rollback(Request.Rollback request, Progress progress) {
    return rest.rollback(request, progress);
  }

  @Override
  public Reply.Status status(Request.Status request) {
    return rest.status(request);
  }

  @Override
  public VersionsReply versions(VersionsRequest request) {
    return rest.versions(request);
  }

  @Override
  public FleetReply fleet(FleetRequest request, Progress progress) {
    return rest.fleet(request, progress);
  }

  @Override
  public CodeRunsReply codeRuns(CodeRunsRequest request) {
    throw new AssertionError("the demonstration looks at no runs");
  }

  @Override
  public GovernanceReply governance(GovernanceRequest request) {
    return rest.governance(request);
  }

  @Override
  public void close() {}
}
