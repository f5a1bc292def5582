package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.asking.AskReply;
import dev.nightshift.asking.AskRequest;
import dev.nightshift.asking.AskService;
import dev.nightshift.gateway.AnswerHandover.News;
import dev.nightshift.serving.AnswerListener;
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

  private final AskService service;
  private final OpenAiModels models;
  private final JsonMapper json;

  ChatCompletionsController(GatewayParts parts, OpenAiModels models, JsonMapper json) {
    this.service = parts.ask();
    this.models = models;
    this.json = json;
  }

  /** Writes the response itself: a stream begins before the answer is known. */
  @Needs(AccessScope.ASK)
  @PostMapping(OpenAiErrors.ROOT + "/chat/completions")
  void complete(@RequestBody JsonNode body, Caller caller, HttpServletResponse response)
      throws IOException {
    ChatCompletionRequest request =
        ChatCompletionRequest.of(new OpenAiBody(body), service.defaults());
    models.requireChat(request.model());
    String author = caller.author(request.author());
    String id = service.newId();
    long created = Instant.now().getEpochSecond();
    ChatCompletionJson replies = new ChatCompletionJson(json, id, request.model(), created);
    if (request.stream()) {
      AnswerHandover handover = new AnswerHandover(MOST_BEHIND);
      Thread.ofVirtual().name("answer " + id).start(() -> answer(request, author, id, handover));
      new ChatStream(handover, replies, request, response).write();
      return;
    }
    AskReply reply = service.ask(asked(request, author, id, AnswerListener.NONE));
    response.setHeader(TransactionIds.HEADER, id);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    byte[] whole =
        replies.whole(reply, request.logprobs()).toString().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(whole.length);
    response.getOutputStream().write(whole);
  }

  private void answer(
      ChatCompletionRequest request, String author, String id, AnswerHandover handover) {
    try {
      handover.end(new News.Done(service.ask(asked(request, author, id, handover))));
    } catch (RuntimeException e) {
      handover.end(new News.Failed(e));
    } catch (Error e) {
      handover.end(new News.Failed(new IllegalStateException("the answer's thread died", e)));
      throw e;
    }
  }

  private static AskRequest asked(
      ChatCompletionRequest request, String author, String id, AnswerListener listener) {
    return new AskRequest(
        request.turns(), request.options(), author, request.profile(), listener, id);
  }
}
