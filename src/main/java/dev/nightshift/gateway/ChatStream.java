package dev.nightshift.gateway;

import dev.nightshift.exchange.WrittenToken;
import dev.nightshift.gateway.AnswerHandover.News;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.serving.ServingException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/**
 * Writes one answer as server-sent events (WHATWG HTML, section 9.2), in chunks of OpenAI's form.
 * What fails before the first event is the response's status; what fails later is an event. While
 * nothing comes, comments show whether the client is still there.
 */
final class ChatStream {
  private static final Logger LOG = LoggerFactory.getLogger(ChatStream.class);

  /** How long a status may still be wanted, and how long a client may be gone unnoticed. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final AnswerHandover handover;
  private final ChatCompletionJson replies;
  private final ChatCompletionRequest request;
  private final HttpServletResponse response;

  ChatStream(
      AnswerHandover handover,
      ChatCompletionJson replies,
      ChatCompletionRequest request,
      HttpServletResponse response) {
    this.handover = handover;
    this.replies = replies;
    this.request = request;
    this.response = response;
  }

  /**
   * Writes until the end, or until the client is gone, which cancels the answer.
   *
   * @throws RuntimeException what the answer failed with, while nothing has been written
   */
  void write() {
    try {
      News news = handover.next(PATIENCE);
      if (news instanceof News.Failed(RuntimeException cause)) {
        throw named(cause);
      }
      response.setHeader(TransactionIds.HEADER, replies.exchangeId());
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
      response.setHeader("X-Accel-Buffering", "no"); // proxies shall not hold events back
      event(replies.opening(request.withUsage()));
      while (write(news)) {
        news = handover.next(PATIENCE);
      }
    } catch (IOException e) {
      LOG.debug("a client went away from its answer: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      handover.leave();
    }
  }

  /** An invalid answer has been remembered, so that it can be corrected. */
  private RuntimeException named(RuntimeException cause) {
    if (cause instanceof OpenAiException) {
      response.setHeader(TransactionIds.HEADER, replies.exchangeId());
    }
    return cause;
  }

  /** Whether more will come. */
  private boolean write(News news) throws IOException {
    return switch (news) {
      case News.Text(String text, List<WrittenToken> tokens) -> {
        event(replies.piece(text, request.logprobs() ? tokens : List.of(), request.withUsage()));
        yield true;
      }
      case News.Nothing() -> {
        send(": waiting\n\n");
        yield true;
      }
      case News.Done(var reply) -> {
        event(replies.ending(reply, request.withUsage()));
        if (request.withUsage()) {
          event(replies.counting(reply));
        }
        send("data: [DONE]\n\n");
        yield false;
      }
      case News.Failed(RuntimeException cause) -> {
        event(error(cause));
        yield false;
      }
    };
  }

  private static JsonNode error(RuntimeException cause) {
    return switch (cause) {
      case OpenAiException e -> {
        LOG.warn("a stream ended with an invalid answer: {}", e.getMessage());
        yield OpenAiErrors.error(e);
      }
      case ServingException e -> {
        LOG.warn("a stream ended early: {}", e.code(), e);
        yield OpenAiErrors.error(ErrorStatus.of(e), ErrorStatus.detail(e));
      }
      case MemoryException e -> {
        LOG.error("the memory failed in a stream: {}", e.code(), e);
        yield OpenAiErrors.error(ErrorStatus.of(e), ErrorStatus.detail(e));
      }
      default -> {
        LOG.error("a stream failed", cause);
        yield OpenAiErrors.error(500, GatewayErrors.UNEXPECTED);
      }
    };
  }

  private void event(JsonNode data) throws IOException {
    send("data: " + data + "\n\n");
  }

  private void send(String text) throws IOException {
    OutputStream out = response.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
