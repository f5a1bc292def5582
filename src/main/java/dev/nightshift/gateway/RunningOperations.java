package dev.nightshift.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs commands on threads of their own, and remembers the last ones. Whether two may run at once
 * is for the commands to say.
 */
public final class RunningOperations {
  private static final Logger LOG = LoggerFactory.getLogger(RunningOperations.class);
  private static final int REMEMBERED = 64;

  private final CommandRunner runner;
  private final JsonMapper json;
  private final Map<String, RunningOperation> operations = new LinkedHashMap<>();

  RunningOperations(CommandRunner runner, JsonMapper json) {
    this.runner = runner;
    this.json = json;
  }

  /** Starts a command. */
  public RunningOperation start(String command, String body) {
    RunningOperation operation = new RunningOperation(UUID.randomUUID().toString(), command);
    synchronized (operations) {
      operations.put(operation.id(), operation);
      forgetOld();
    }
    Thread.ofVirtual().name("operation " + command).start(() -> run(operation, body));
    return operation;
  }

  /** One of those remembered, the last 64 at least. */
  public Optional<RunningOperation> find(String id) {
    synchronized (operations) {
      return Optional.ofNullable(operations.get(id));
    }
  }

  private void run(RunningOperation operation, String body) {
    try {
      runner.run(operation.command(), body, operation::say);
    } catch (RuntimeException | Error e) {
      LOG.error("the operation {} failed", operation.command(), e);
      ObjectNode line = json.createObjectNode();
      line.putObject("error").put("code", "FAILED").put("message", String.valueOf(e.getMessage()));
      operation.say(json.writeValueAsString(line));
    } finally {
      operation.end();
    }
  }

  private void forgetOld() {
    var oldest = operations.values().iterator();
    while (operations.size() > REMEMBERED && oldest.hasNext()) {
      if (oldest.next().ended()) {
        oldest.remove();
      }
    }
  }
}
