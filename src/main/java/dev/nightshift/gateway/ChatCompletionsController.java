package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.asking.AskReply;
import dev.nightshift.asking.AskRequest;
import dev.nightshift.asking.AskService;
import dev.nightshift.asking.ExchangeInLog;
import dev.nightshift.asking.VerifiedReply;
import dev.nightshift.exchange.Answer;
import dev.nightshift.gateway.AnswerHandover.News;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** POST /v1/chat/completions: answers a conversation as OpenAI's API does, and remembers it. */
@RestController
final class ChatCompletionsController {
  /** What may wait for a client: a few answers of ordinary length. */
  private static final int MOST_BEHIND = 1 << 15;

  private final OpenAiModels models;
  private final JsonMapper json;
  private final ClientSchemas schemas = new ClientSchemas();

  ChatCompletionsController(OpenAiModels models, JsonMapper json) {
    this.models = models;
    this.json = json;
  }

  /** Writes the response itself: a stream begins before the answer is known. */
  @Needs(AccessScope.ASK)
  @Operation(
      summary = "Answers a conversation in OpenAI's form and remembers it",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = OpenAiForms.Chat.class))),
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "A chat.completion, or chat.completion.chunk events",
              content = {
                @Content(
                    mediaType = MediaType.APPLICATION_JSON_VALUE,
                    schema = @Schema(type = "object")),
                @Content(
                    mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                    schema = @Schema(type = "string"))
              }))
  @PostMapping(OpenAiErrors.ROOT + "/chat/completions")
  void complete(
      @RequestBody JsonNode given,
      Caller caller,
      Patience patience,
      Client client,
      HttpServletResponse response)
      throws IOException {
    OpenAiBody body = new OpenAiBody(given);
    String model = body.model();
    ChatModel chat = models.chat(model);
    ChatCompletionRequest request = ChatCompletionRequest.of(model, body, chat, schemas);
    AskService service = chat.service();
    AskRequest asked =
        new AskRequest(
            request.turns(),
            (request.stream() ? patience.ofStream() : patience).limit(request.options()),
            caller.author(request.author()),
            request.format().profile(),
            client.listener(),
            service.newId());
    long created = Instant.now().getEpochSecond();
    ChatCompletionJson replies = new ChatCompletionJson(json, asked.id(), model, created);
    if (request.stream()) {
      AnswerHandover handover = new AnswerHandover(MOST_BEHIND);
      Thread.ofVirtual()
          .name("answer " + asked.id())
          .start(() -> answer(service, asked.heardBy(handover), request, handover));
      try (ExchangeInLog _ = ExchangeInLog.of(asked.id())) {
        new ChatStream(handover, replies, request, response).write();
      }
      return;
    }
    VerifiedReply verified = client.waitsFor(() -> service.ask(asked, request.format().verifier()));
    response.setHeader(TransactionIds.HEADER, asked.id());
    write(replies.whole(valid(verified), request.logprobs()).toString(), response);
  }

  /** The reply, which is remembered as a failure where it is refused here. */
  private static AskReply valid(VerifiedReply verified) {
    if (verified.objections().isEmpty()) {
      return verified.reply();
    }
    boolean cut = verified.reply().answer().finish() == Answer.Finish.LENGTH;
    throw new OpenAiException(
        OpenAiException.Code.INVALID_ANSWER,
        "model",
        "the answer breaks its schema, also after a repair"
            + (cut ? " (it was cut off: allow more tokens)" : "")
            + ": "
            + String.join("; ", verified.objections()));
  }

  private static void write(String body, HttpServletResponse response) throws IOException {
    byte[] whole = body.getBytes(StandardCharsets.UTF_8);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(whole.length);
    response.getOutputStream().write(whole);
  }

  private static void answer(
      AskService service,
      AskRequest asked,
      ChatCompletionRequest request,
      AnswerHandover handover) {
    try {
      handover.end(new News.Done(valid(service.ask(asked, request.format().verifier()))));
    } catch (RuntimeException e) {
      handover.end(new News.Failed(e));
    } catch (Error e) {
      handover.end(new News.Failed(new IllegalStateException("the answer's thread died", e)));
      throw e;
    }
  }
}
