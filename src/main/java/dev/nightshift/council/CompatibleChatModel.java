package dev.nightshift.council;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat model behind an OpenAI-compatible API: {@code POST <base>/chat/completions}, as llama.cpp,
 * vLLM, LM Studio, Ollama and others serve it. Texts only.
 */
final class CompatibleChatModel implements ChatModel {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SHOWN = 200;

  private final URI address;
  private final String name;
  private final String apiKey;
  private final Duration timeout;
  private final HttpClient http;

  CompatibleChatModel(
      String base, String name, String apiKey, Duration connectTimeout, Duration timeout) {
    this.address = URI.create(base.replaceAll("/+$", "") + "/chat/completions");
    this.name = name;
    this.apiKey = apiKey;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(connectTimeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body(request))));
    if (!apiKey.isBlank()) {
      post.header("Authorization", "Bearer " + apiKey);
    }
    try {
      HttpResponse<String> response = http.send(post.build(), HttpResponse.BodyHandlers.ofString());
      return ChatResponse.builder().aiMessage(AiMessage.from(text(response))).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + address, e);
    }
  }

  private ObjectNode body(ChatRequest request) {
    ObjectNode body = JSON.createObjectNode().put("model", name).put("stream", false);
    body.put("max_tokens", request.maxOutputTokens()).put("temperature", request.temperature());
    ArrayNode messages = body.putArray("messages");
    for (ChatMessage message : request.messages()) {
      ObjectNode turn = messages.addObject();
      switch (message) {
        case SystemMessage system -> turn.put("role", "system").put("content", system.text());
        case AiMessage reply -> turn.put("role", "assistant").put("content", reply.text());
        case UserMessage user -> turn.put("role", "user").put("content", user.singleText());
        default -> throw new IllegalArgumentException("not a text: " + message.type());
      }
    }
    return body;
  }

  private static String text(HttpResponse<String> response) {
    String body = response.body();
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          "HTTP " + response.statusCode() + ": " + Excerpt.of(body, SHOWN));
    }
    try {
      JsonNode content = JSON.readTree(body).at("/choices/0/message/content");
      if (content.isString()) {
        return content.asString();
      }
    } catch (JacksonException e) {
      throw new IllegalStateException("it answered what is not JSON", e);
    }
    throw new IllegalStateException("it answered without a message: " + Excerpt.of(body, SHOWN));
  }
}
