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
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.PromptsReply;
import dev.nightshift.assembly.PromptsRequest;
import dev.nightshift.assembly.QuarantineReply;
import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Request;
import dev.nightshift.assembly.VersionsReply;
import dev.nightshift.assembly.VersionsRequest;
import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.RunState;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.governance.TimelineEntry;
import dev.nightshift.prompts.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what it was asked and replies what an uneventful pipeline would. */
final class FakeOperations implements Operations {
  final List<Request> requests = new ArrayList<>();
  String state = "ACTIVE";
  @Nullable RuntimeException failure;
  boolean closed;

  private void asked(Request request) {
    requests.add(request);
    System.out.println("a library that prints");
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public Reply.Asked ask(Request.Ask request) {
    asked(request);
    return new Reply.Asked(
        "x1",
        "Paris.",
        0.91,
        "smollm2",
        "base",
        420,
        "nothing active",
        List.of(new Reply.ShownCorrection("x0", "Capital?", "Paris", 0.9, 0.89)));
  }

  @Override
  public Reply.FeedbackRecorded feedback(Request.Feedback request) {
    asked(request);
    return new Reply.FeedbackRecorded("f1", request.exchangeId(), request.kind().name());
  }

  @Override
  public Reply.Imported importExchanges(Request.Import request, Progress progress) {
    asked(request);
    progress.update("import", "2 lines", 1);
    return new Reply.Imported(1, 0, 0, 1, "r.jsonl", List.of(new Reply.BadLine(2, "not JSON")));
  }

  @Override
  public Reply.Harvested harvest(Request.Harvest request, Progress progress) {
    asked(request);
    Reply.OpenQuestion open =
        new Reply.OpenQuestion("x9", "Why?", "the seats agree by 0.33", List.of("analyst: so"));
    Reply.Seat seat = new Reply.Seat("analyst", "smollm2", 2, 1, 0, 1, "no server answers there");
    return new Reply.Harvested(
        "HARVESTED", "h.jsonl", 5, 4, 1, 1, 0, 0, 4, 0, 0, List.of(open), List.of(seat), 1200, 0);
  }

  @Override
  public Reply.Trained train(Request.Train request, Progress progress) {
    asked(request);
    progress.update("training", "step 1 of 10", 0.1);
    return new Reply.Trained(
        "TRAINED", "adapter_1", null, 14, 0.02, 4_900_000, 60_000, request.from());
  }

  @Override
  public Reply.RolledOut deploy(Request.Deploy request, Progress progress) {
    asked(request);
    return rolledOut();
  }

  @Override
  public Reply.RolledOut rollback(Request.Rollback request, Progress progress) {
    asked(request);
    return rolledOut();
  }

  @Override
  public Reply.Night nightly(Request.Nightly request, Progress progress) {
    asked(request);
    Map<String, Long> stages = new LinkedHashMap<>();
    stages.put("harvest", 1200L);
    stages.put("train", 60_000L);
    return new Reply.Night(state, "adapter_1", null, stages, 61_200);
  }

  @Override
  public Reply.Status status(Request.Status request) {
    asked(request);
    return FakeStatus.reply();
  }

  @Override
  public Reply.Evaluated eval(Request.Eval request, Progress progress) {
    asked(request);
    return new Reply.Evaluated(
        1, 1, request.adapter(), List.of(new Reply.Result("2+2?", "4", true, "base", false)));
  }

  @Override
  public Reply.RolledOut drill(Request.Drill request, Progress progress) {
    asked(request);
    return rolledOut();
  }

  @Override
  public ForgottenReply forget(Request.Forget request, Progress progress) {
    asked(request);
    return new ForgottenReply(
        Boolean.TRUE.equals(request.confirmed()) ? "FORGOTTEN" : "PLANNED",
        2,
        3,
        1,
        0,
        1,
        0,
        List.of("logs/a.log"),
        List.of(),
        List.of("tiny-nightshift:prev"),
        List.of("adapter_1"),
        true,
        List.of("x2"),
        List.of("copies outside the home"),
        900);
  }

  @Override
  public BackupReply backup(BackupRequest request, Progress progress) {
    asked(request);
    return new BackupReply(
        "BACKED_UP",
        request.file(),
        1_000_000,
        "0".repeat(64),
        12,
        2_500_000,
        "h2",
        List.of(new BackupReply.ModelFile("m.gguf", 98_000_000, "1".repeat(64), request.models())),
        List.of("nightshift.notify.webhooks"),
        List.of("logs"),
        900);
  }

  @Override
  public QuarantineReply quarantine(Request.Quarantine request) {
    asked(request);
    QuarantineReply.Entry entry =
        new QuarantineReply.Entry(
            "x1", "f1", "eve", "Q?", "A.", "flood", Instant.parse("2026-11-20T02:00:00Z"), "HELD");
    return new QuarantineReply("LISTED", List.of(entry));
  }

  @Override
  public CodeReply code(Request.Code request, Progress progress) {
    asked(request);
    return new CodeReply(
        "UNSOLVED",
        "20261121-020000-primes-0a1b2c3d",
        "primes",
        "def first_primes(n):\n    return [2]\n",
        List.of(
            new CodeReply.RowShown("one", false, "[2]", "[2]", true, ""),
            new CodeReply.RowShown("many", true, "", "[2, 3]", false, "took too long")),
        false,
        "AssertionError",
        List.of(new CodeReply.AttemptShown(1, 1, 0, 0.5, false, "", "x = 1\n", 1200, 80)),
        1300);
  }

  @Override
  public PromptsReply prompts(PromptsRequest request, Progress progress) {
    asked(request);
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    Trial trial = new Trial(1, 1, 6, 24, 0.31, 0.29, 3, 2, 2, 3, 0.61, 0.01, 12, false, "it loses");
    return new PromptsReply(
        "LISTED",
        "",
        1,
        List.of(
            new PromptsReply.VersionShown(1, true, null, null, "program", "comes with it", "Do.")),
        List.of(
            new PromptsReply.CandidateShown(
                "c1",
                "REJECTED",
                "REFLECTION",
                1,
                noon,
                "read 3 failures",
                "it loses",
                "Do it well.",
                List.of(trial))),
        51_000);
  }

  @Override
  public VersionsReply versions(VersionsRequest request) {
    asked(request);
    return FakeVersions.reply(request);
  }

  @Override
  public CodeRunsReply codeRuns(CodeRunsRequest request) {
    asked(request);
    Instant at = Instant.EPOCH;
    RunSummary run =
        new RunSummary("20261122-one", "ann", "primes", RunState.SOLVED, at, at, at, 1, 0.5, "");
    AttemptReport attempt =
        new AttemptReport(
            1,
            1,
            0,
            2,
            1,
            0.5,
            true,
            List.of("r2: another value"),
            "",
            "x = 1\n",
            9,
            8,
            "O(n)",
            1.0);
    RunReport report =
        new RunReport(run, "Do it.", "x = 1\n", List.of(), true, "", List.of(attempt));
    return new CodeRunsReply(
        "LISTED", List.of(run), request.action() == CodeRunsRequest.Action.SHOW ? report : null);
  }

  @Override
  public GovernanceReply governance(GovernanceRequest request) {
    asked(request);
    return GovernanceReply.timeline(
        List.of(
            new TimelineEntry(
                Instant.parse("2026-11-22T02:00:00Z"), "night", "2026-11-22", "active", "")));
  }

  @Override
  public FleetReply fleet(FleetRequest request, Progress progress) {
    asked(request);
    return FakeNodes.reply(request, state);
  }

  private Reply.RolledOut rolledOut() {
    return new Reply.RolledOut(
        state, "adapter_1", "proven", "adapter_1", 900, 300, 60_000, null, null, 61_500);
  }

  @Override
  public void close() {
    closed = true;
  }
}
