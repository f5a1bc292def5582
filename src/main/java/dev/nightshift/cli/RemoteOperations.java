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
import dev.nightshift.assembly.OperationException;
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
import dev.nightshift.gateway.ServerFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Has a running server do the work; see {@link OperationsProtocol} for what travels. */
final class RemoteOperations implements Operations {
  private final ServerFile server;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  RemoteOperations(ServerFile server) {
    this.server = server;
  }

  @Override
  public Reply.Asked ask(Request.Ask request) {
    return call(request, Reply.Asked.class, Progress.silent());
  }

  @Override
  public Reply.FeedbackRecorded feedback(Request.Feedback request) {
    return call(request, Reply.FeedbackRecorded.class, Progress.silent());
  }

  @Override
  public Reply.Imported importExchanges(Request.Import request, Progress progress) {
    return call(request, Reply.Imported.class, progress);
  }

  @Override
  public Reply.Harvested harvest(Request.Harvest request, Progress progress) {
    return call(request, Reply.Harvested.class, progress);
  }

  @Override
  public Reply.Trained train(Request.Train request, Progress progress) {
    return call(request, Reply.Trained.class, progress);
  }

  @Override
  public Reply.RolledOut deploy(Request.Deploy request, Progress progress) {
    return call(request, Reply.RolledOut.class, progress);
  }

  @Override
  public Reply.RolledOut rollback(Request.Rollback request, Progress progress) {
    return call(request, Reply.RolledOut.class, progress);
  }

  @Override
  public Reply.Night nightly(Request.Nightly request, Progress progress) {
    return call(request, Reply.Night.class, progress);
  }

  @Override
  public Reply.Status status(Request.Status request) {
    return call(request, Reply.Status.class, Progress.silent());
  }

  @Override
  public Reply.Evaluated eval(Request.Eval request, Progress progress) {
    return call(request, Reply.Evaluated.class, progress);
  }

  @Override
  public Reply.RolledOut drill(Request.Drill request, Progress progress) {
    return call(request, Reply.RolledOut.class, progress);
  }

  @Override
  public ForgottenReply forget(Request.Forget request, Progress progress) {
    return call(request, ForgottenReply.class, progress);
  }

  @Override
  public CodeReply code(Request.Code request, Progress progress) {
    AtomicReference<String> run = new AtomicReference<>("");
    Progress told =
        (stage, message, share) -> {
          if (stage.equals(RUN)) {
            run.compareAndSet("", message);
          }
          progress.update(stage, message, share);
        };
    return call(request, CodeReply.class, told, () -> cancel(run.get()));
  }

  @Override
  public PromptsReply prompts(PromptsRequest request, Progress progress) {
    return call(request, PromptsReply.class, progress);
  }

  @Override
  public BackupReply backup(BackupRequest request, Progress progress) {
    return call(request, BackupReply.class, progress);
  }

  @Override
  public QuarantineReply quarantine(Request.Quarantine request) {
    return call(request, QuarantineReply.class, Progress.silent());
  }

  @Override
  public VersionsReply versions(VersionsRequest request) {
    return call(request, VersionsReply.class, Progress.silent());
  }

  @Override
  public GovernanceReply governance(GovernanceRequest request) {
    return call(request, GovernanceReply.class, Progress.silent());
  }

  @Override
  public FleetReply fleet(FleetRequest request, Progress progress) {
    return call(request, FleetReply.class, progress);
  }

  @Override
  public CodeRunsReply codeRuns(CodeRunsRequest request) {
    return call(request, CodeRunsReply.class, Progress.silent());
  }

  /** Who ends the command early does not want its program any more. */
  private void cancel(String run) {
    if (!run.isEmpty()) {
      try {
        send(
            request(new CodeRunsRequest(CodeRunsRequest.Action.CANCEL, run)),
            CodeRunsReply.class,
            Progress.silent());
        System.err.println("pipeline: run " + run + " is cancelled");
      } catch (RuntimeException e) {
        System.err.println("pipeline: run " + run + " goes on: " + e.getMessage());
      }
    }
  }

  private <R extends Reply> R call(Request request, Class<R> type, Progress progress) {
    return call(request, type, progress, () -> System.err.println(goesOn(request)));
  }

  private HttpRequest request(Request request) {
    return HttpRequest.newBuilder(URI.create(server.url() + "/ops/" + request.command()))
        .header("Authorization", "Bearer " + server.token())
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                OperationsProtocol.json().writeValueAsString(request)))
        .build();
  }

  private <R extends Reply> R call(
      Request request, Class<R> type, Progress progress, Runnable early) {
    Thread farewell = new Thread(early, "farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      return send(request(request), type, progress);
    } finally {
      forget(farewell);
    }
  }

  /** What a person who ends the command early should know. */
  private String goesOn(Request request) {
    return "pipeline: the server at " + server.url() + " goes on with " + request.command();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is running.
    }
  }

  private <R extends Reply> R send(HttpRequest sent, Class<R> type, Progress progress) {
    try {
      HttpResponse<Stream<String>> response = http.send(sent, HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() != 200) {
          throw refused(response.statusCode(), String.join("\n", lines.toList()));
        }
        return last(lines.iterator(), type, progress);
      }
    } catch (IOException e) {
      throw failed("the server at " + server.url() + " cannot be reached: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted; the server goes on with it", e);
    } catch (JacksonException e) {
      throw failed("the server at " + server.url() + " answered what is not understood", e);
    }
  }

  private <R extends Reply> R last(Iterator<String> lines, Class<R> type, Progress progress) {
    while (lines.hasNext()) {
      JsonNode line = OperationsProtocol.json().readTree(lines.next());
      if (line.has("reply")) {
        return OperationsProtocol.json().treeToValue(line.get("reply"), type);
      }
      if (line.has("error")) {
        JsonNode error = line.get("error");
        throw new OperationException(
            code(error.path("code").asString("")), error.path("message").asString(""));
      }
      JsonNode update = line.path("progress");
      progress.update(
          update.path("stage").asString(""),
          update.path("message").asString(""),
          update.path("share").asDouble(-1));
    }
    throw new OperationException(
        OperationException.Code.FAILED, "the server at " + server.url() + " ended without a reply");
  }

  private static OperationException.Code code(String name) {
    for (OperationException.Code code : OperationException.Code.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return OperationException.Code.FAILED;
  }

  /** Of a problem that names its code, the server's own words are the failure. */
  private OperationException refused(int status, String body) {
    if (body.stripLeading().startsWith("{")) {
      JsonNode problem = OperationsProtocol.json().readTree(body);
      if (problem.has("code")) {
        return new OperationException(
            code(problem.path("code").asString("")), problem.path("detail").asString(""));
      }
    }
    return new OperationException(
        OperationException.Code.FAILED,
        "the server at " + server.url() + " refused (" + status + "): " + body);
  }

  private static OperationException failed(String message, Exception cause) {
    return new OperationException(OperationException.Code.FAILED, message, cause);
  }

  @Override
  public void close() {
    http.close();
  }
}
