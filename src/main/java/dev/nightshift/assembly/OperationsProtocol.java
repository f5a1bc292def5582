package dev.nightshift.assembly;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of {@link Operations}, and how a server serves them: {@code POST /ops/{command}} with
 * the {@link Request} as its body is answered by JSON lines, any number of {@code
 * {"progress":{"stage","message","share"}}} and then exactly one of {@code {"reply":{…}}} and
 * {@code {"error":{"code","message"}}}.
 */
public final class OperationsProtocol {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private OperationsProtocol() {}

  /** The mapper that writes requests and replies: snake case, ISO-8601 instants. */
  public static JsonMapper json() {
    return JSON;
  }

  /**
   * Serves one request: never throws for what the operation did, the last line says it.
   *
   * @param operations who does the work
   * @param command the name in the path
   * @param body the request as JSON; blank means no fields
   * @param lines hears each line of the answer, without line end; may be called from other threads,
   *     one at a time
   */
  public static void serve(
      Operations operations, String command, String body, Consumer<String> lines) {
    Progress progress = (stage, message, share) -> emit(lines, progressLine(stage, message, share));
    ObjectNode last = JSON.createObjectNode();
    try {
      last.set("reply", JSON.valueToTree(call(operations, request(command, body), progress)));
    } catch (OperationException e) {
      last.set("error", error(e.code().name(), e.getMessage()));
    } catch (RuntimeException e) {
      OperationException told = Failures.told(e);
      last.set("error", error(told.code().name(), told.getMessage()));
    }
    emit(lines, last);
  }

  private static void emit(Consumer<String> lines, JsonNode line) {
    synchronized (lines) {
      lines.accept(JSON.writeValueAsString(line));
    }
  }

  private static ObjectNode progressLine(String stage, String message, double share) {
    ObjectNode line = JSON.createObjectNode();
    line.putObject("progress").put("stage", stage).put("message", message).put("share", share);
    return line;
  }

  private static ObjectNode error(String code, @Nullable String message) {
    return JSON.createObjectNode().put("code", code).put("message", message);
  }

  /** Reads a request as {@link #serve} gets it. */
  static Request request(String command, String body) {
    String json = body.isBlank() ? "{}" : body;
    try {
      return JSON.readValue(json, typeOf(command));
    } catch (JacksonException e) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "not a request for " + command + ": " + e.getOriginalMessage(),
          e);
    }
  }

  private static Class<? extends Request> typeOf(String command) {
    return switch (command) {
      case "ask" -> Request.Ask.class;
      case "feedback" -> Request.Feedback.class;
      case "import" -> Request.Import.class;
      case "harvest" -> Request.Harvest.class;
      case "train" -> Request.Train.class;
      case "deploy" -> Request.Deploy.class;
      case "rollback" -> Request.Rollback.class;
      case "nightly" -> Request.Nightly.class;
      case "status" -> Request.Status.class;
      case "eval" -> Request.Eval.class;
      case "drill" -> Request.Drill.class;
      case "forget" -> Request.Forget.class;
      case "quarantine" -> Request.Quarantine.class;
      case "code" -> Request.Code.class;
      case "backup" -> BackupRequest.class;
      case "prompts" -> PromptsRequest.class;
      case "code_runs" -> CodeRunsRequest.class;
      case "fleet" -> FleetRequest.class;
      case "governance" -> GovernanceRequest.class;
      case "versions" -> VersionsRequest.class;
      default ->
          throw new OperationException(
              OperationException.Code.REQUEST, "there is no operation named " + command);
    };
  }

  private static Reply call(Operations operations, Request request, Progress progress) {
    return switch (request) {
      case Request.Ask r -> operations.ask(r);
      case Request.Feedback r -> operations.feedback(r);
      case Request.Import r -> operations.importExchanges(r, progress);
      case Request.Harvest r -> operations.harvest(r, progress);
      case Request.Train r -> operations.train(r, progress);
      case Request.Deploy r -> operations.deploy(r, progress);
      case Request.Rollback r -> operations.rollback(r, progress);
      case Request.Nightly r -> operations.nightly(r, progress);
      case Request.Status r -> operations.status(r);
      case Request.Eval r -> operations.eval(r, progress);
      case Request.Drill r -> operations.drill(r, progress);
      case Request.Forget r -> operations.forget(r, progress);
      case Request.Quarantine r -> operations.quarantine(r);
      case Request.Code r -> operations.code(r, progress);
      case BackupRequest r -> operations.backup(r, progress);
      case PromptsRequest r -> operations.prompts(r, progress);
      case CodeRunsRequest r -> operations.codeRuns(r);
      case FleetRequest r -> operations.fleet(r, progress);
      case GovernanceRequest r -> operations.governance(r);
      case VersionsRequest r -> operations.versions(r);
    };
  }
}
