package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.codeloop.Cancellation;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.coderuns.CodeRequests;
import dev.nightshift.gateway.CodeBodies.Draft;
import dev.nightshift.gateway.CodeBodies.Judged;
import dev.nightshift.gateway.CodeBodies.ProgramBody;
import dev.nightshift.gateway.CodeBodies.Revision;
import dev.nightshift.gateway.CodeBodies.TaskBody;
import dev.nightshift.sandbox.Limits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** POST /code/generate, /code/evaluate and /code/refactor: the single steps of the code loop. */
@RestController
@Needs(AccessScope.ASK)
final class CodeController {
  private final CodeRequests requests;
  private final Limits limits;

  CodeController(GatewayParts parts) {
    this.requests = parts.code().requests();
    this.limits = parts.code().workshop().limits();
  }

  @Operation(
      summary = "Has a program written for a task; it is not run",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = CodeBodies.TaskBodyForm.class))))
  @PostMapping("/code/generate")
  Draft generate(@RequestBody TaskBody body, Patience patience, Client client) {
    CodeTask task = body.task(limits);
    Duration most = patience.within(requests.timeout());
    return Draft.of(task, waiting(client, ended -> requests.generate(task, most, ended)));
  }

  @Operation(
      summary = "Runs a program in the sandbox on its task's rows and tests",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(schema = @Schema(implementation = CodeBodies.ProgramBodyForm.class))))
  @PostMapping("/code/evaluate")
  Judged evaluate(@RequestBody ProgramBody body, Patience patience, Client client) {
    CodeTask task = body.task(limits);
    String program = body.program();
    Duration most = patience.within(requests.timeout());
    return Boolean.TRUE.equals(body.appraise())
        ? waiting(client, ended -> Judged.of(requests.appraise(task, program, most, ended)))
        : waiting(client, ended -> Judged.of(requests.evaluate(task, program, most, ended)));
  }

  @Operation(
      summary = "Has a better program written than the one sent, and judges both",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(schema = @Schema(implementation = CodeBodies.ProgramBodyForm.class))))
  @PostMapping("/code/refactor")
  Revision refactor(@RequestBody ProgramBody body, Patience patience, Client client) {
    CodeTask task = body.task(limits);
    String program = body.program();
    String wishes = body.wishes();
    Duration most = patience.within(requests.timeout());
    return Revision.of(
        task,
        program,
        waiting(client, ended -> requests.refactor(task, program, wishes, most, ended)));
  }

  /** Ends the work when the client does not wait for it any more. */
  private static <T> T waiting(Client client, Function<Cancellation, T> work) {
    Cancellation cancellation = new Cancellation();
    return client.waitsFor(cancellation::cancel, () -> work.apply(cancellation));
  }
}
