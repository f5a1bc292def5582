package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.gateway.GenerateController.PromptBody;
import dev.nightshift.generation.Flow;
import dev.nightshift.generation.FlowResult;
import dev.nightshift.generation.FlowResult.Assessed;
import dev.nightshift.generation.FlowResult.NotAssessed;
import dev.nightshift.generation.FlowResult.NotProposed;
import dev.nightshift.generation.Flows;
import dev.nightshift.generation.GeneratedAnswer;
import dev.nightshift.generation.GenerationException;
import dev.nightshift.generation.Prompt;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.serving.ServingException;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * POST /propose/{flow} and /propose_trade_adjustments/: one model proposes, another assesses. What
 * the parts of the reply are called is the flow's to say; {@code transaction_id} is the proposal's.
 */
@RestController
final class ProposeController {
  private static final Logger LOG = LoggerFactory.getLogger(ProposeController.class);

  /** The flow that has an address of its own. */
  private static final String TRADE = "trade_adjustments";

  /** Header with the exchange of the assessment. */
  static final String ASSESSMENT = "X-Assessment-Transaction-Id";

  private final Flows flows;
  private final Duration timeout;

  ProposeController(GatewayParts parts) {
    this.flows = parts.generation().flows();
    this.timeout = parts.generation().generator().timeout();
  }

  @Needs(AccessScope.ASK)
  @Operation(summary = "Proposes a trade adjustment and assesses it")
  @PostMapping({"/propose_trade_adjustments", "/propose_trade_adjustments/"})
  ResponseEntity<Map<String, Object>> trade(
      @RequestBody PromptBody body, Caller caller, Patience patience, Client client) {
    return propose(TRADE, body, caller, patience, client);
  }

  @Needs(AccessScope.ASK)
  @Operation(summary = "Proposes by one model and assesses by another, as a flow is configured")
  @PostMapping({"/propose/{name}", "/propose/{name}/"})
  ResponseEntity<Map<String, Object>> propose(
      @PathVariable String name,
      @RequestBody PromptBody body,
      Caller caller,
      Patience patience,
      Client client) {
    Flow flow = flows.get(name);
    Prompt prompt = body.prompt(caller, patience.within(timeout), client);
    FlowResult result =
        client.waitsFor(() -> heard(flows.propose(flow, prompt, patience.said()), client));
    return switch (result) {
      case Assessed(GeneratedAnswer proposal, GeneratedAnswer assessment) ->
          assessed(flow, proposal, assessment);
      case NotProposed(RuntimeException cause) -> {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("detail", detail(cause));
        if (cause instanceof GenerationException e && !e.violations().isEmpty()) {
          details.put("violations", e.violations());
          details.put("transaction_id", e.subject());
        }
        String error = flow.proposer().id() + " gave no valid proposal";
        yield failed(cause, ResponseEntity.status(status(cause)), flow, error, details);
      }
      case NotAssessed(GeneratedAnswer proposal, RuntimeException cause) -> {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("detail", detail(cause));
        details.put("proposal", proposal.object());
        details.put("transaction_id", proposal.transactionId());
        String error = flow.assessor().id() + " gave no assessment of the proposal";
        yield failed(
            cause,
            ResponseEntity.status(status(cause))
                .header(TransactionIds.HEADER, proposal.transactionId()),
            flow,
            error,
            details);
      }
    };
  }

  /** What was cut short because nobody waits for it is no flow that failed. */
  private static FlowResult heard(FlowResult result, Client client) {
    @Nullable RuntimeException cause =
        switch (result) {
          case Assessed _ -> null;
          case NotProposed(RuntimeException failure) -> failure;
          case NotAssessed(GeneratedAnswer _, RuntimeException failure) -> failure;
        };
    if (cause != null && client.gone()) {
      throw cause;
    }
    return result;
  }

  private static ResponseEntity<Map<String, Object>> assessed(
      Flow flow, GeneratedAnswer proposal, GeneratedAnswer assessment) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(flow.settings().proposalField(), proposal.object());
    body.put(flow.settings().assessmentField(), assessment.text());
    body.put("transaction_id", proposal.transactionId());
    ResponseEntity.BodyBuilder response = ResponseEntity.ok();
    response.header(TransactionIds.HEADER, proposal.transactionId());
    response.header(ASSESSMENT, assessment.transactionId());
    if (!proposal.corrections().isEmpty()) {
      response.header(GenerateController.CORRECTIONS, GenerateController.ids(proposal));
    }
    return response.body(body);
  }

  private static ResponseEntity<Map<String, Object>> failed(
      RuntimeException cause,
      ResponseEntity.BodyBuilder response,
      Flow flow,
      String error,
      Map<String, Object> details) {
    int status = status(cause);
    if (status >= 500) {
      GenerationErrors.log(LOG, "flow " + flow.name() + ": " + error, cause);
    }
    if (status == 429 || status == 503) {
      response.header(HttpHeaders.RETRY_AFTER, GatewayErrors.seconds(retryAfter(cause)));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put(flow.settings().detailsField(), details);
    return response.body(body);
  }

  private static Duration retryAfter(RuntimeException cause) {
    return cause instanceof ServingException e && e.retryAfter().isPresent()
        ? e.retryAfter().get()
        : GatewayErrors.SHORT_WHILE;
  }

  private static int status(RuntimeException cause) {
    return switch (cause) {
      case GenerationException e -> GenerationErrors.status(e);
      case ServingException e -> ErrorStatus.of(e);
      case MemoryException e -> ErrorStatus.of(e);
      default -> throw cause;
    };
  }

  private static String detail(RuntimeException cause) {
    return switch (cause) {
      case GenerationException e -> GenerationErrors.detail(e);
      case ServingException e -> ErrorStatus.detail(e);
      case MemoryException e -> ErrorStatus.detail(e);
      default -> throw cause;
    };
  }
}
