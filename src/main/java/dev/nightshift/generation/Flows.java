package dev.nightshift.generation;

import dev.nightshift.generation.FlowResult.Assessed;
import dev.nightshift.generation.FlowResult.NotAssessed;
import dev.nightshift.generation.FlowResult.NotProposed;
import dev.nightshift.generation.GenerationException.Code;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proposals by one model that another assesses. Each pair is written to {@code
 * <proposer>_feedback_log.jsonl} before anyone gets it. Thread-safe.
 */
public final class Flows {
  private final Map<String, Flow> flows = new LinkedHashMap<>();
  private final Generator generator;
  private final FeedbackLogs logs;
  private final InstantSource clock;

  /** These flows. */
  public Flows(
      Collection<Flow> configured, Generator generator, FeedbackLogs logs, InstantSource clock) {
    configured.forEach(flow -> flows.put(flow.name(), flow));
    this.generator = generator;
    this.logs = logs;
    this.clock = clock;
  }

  /**
   * The flow of a name.
   *
   * @throws GenerationException UNKNOWN_FLOW, with the names that there are
   */
  public Flow get(String name) {
    return Optional.ofNullable(flows.get(name))
        .orElseThrow(
            () ->
                new GenerationException(
                    Code.UNKNOWN_FLOW,
                    "there is no flow "
                        + name
                        + ". "
                        + ServedModels.choose(List.copyOf(flows.keySet())),
                    name,
                    List.of()));
  }

  /** The schema of a profile that a flow has for itself. */
  Optional<AnswerSchema> schemaOf(String profile) {
    return flows.values().stream()
        .filter(flow -> flow.profile().equals(profile))
        .map(Flow::schema)
        .findFirst();
  }

  /**
   * Lets one model propose and the other assess.
   *
   * @param prompt to propose by; its limits hold for each of the two answers
   * @param wait how long somebody waits for both together; null: as long as it takes
   * @throws GenerationException IO when the pair cannot be written down
   */
  public FlowResult propose(Flow flow, Prompt prompt, @Nullable Duration wait) {
    Instant start = clock.instant();
    GeneratedAnswer proposal;
    try {
      proposal = generator.generate(flow.proposer(), flow.schema(), flow.profile(), prompt);
    } catch (GenerationException | ServingException | MemoryException e) {
      return new NotProposed(e);
    }
    GeneratedAnswer assessment;
    try {
      String question = flow.assessmentOf(prompt.text(), proposal.text());
      Prompt then = prompt.saying(question);
      if (wait != null) {
        then = then.within(wait.minus(Duration.between(start, clock.instant())));
      }
      assessment = generator.generate(flow.assessor(), null, "", then);
    } catch (GenerationException | ServingException | MemoryException e) {
      return new NotAssessed(proposal, e);
    }
    logs.pair(flow.proposer().id(), line(flow, proposal, assessment));
    return new Assessed(proposal, assessment);
  }

  private ObjectNode line(Flow flow, GeneratedAnswer proposal, GeneratedAnswer assessment) {
    @Nullable JsonNode object = proposal.object();
    return JsonMapper.shared()
        .createObjectNode()
        .put("transaction_id", proposal.transactionId())
        .put("timestamp", clock.instant().toString())
        .set(flow.settings().proposalField(), object)
        .put(flow.settings().assessmentField(), assessment.text());
  }
}
