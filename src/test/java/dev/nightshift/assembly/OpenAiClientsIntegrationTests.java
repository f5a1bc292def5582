package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The clients that applications have, unchanged but for the address, against the real program. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiClientsIntegrationTests {
  private static final Path SCRIPTS = Path.of("src", "test", "python");
  private static final Path ENVIRONMENT = Path.of("target", "venv-openai");
  private static final String MODEL = "nightshift";
  private static final String QUESTION = "What is the capital of France?";

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new RunningServer(home, Map.of());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }

  /** Python with the official client, installed once. */
  private static String python() throws IOException, InterruptedException {
    Path python = ENVIRONMENT.resolve("bin").resolve("python");
    Path installed = ENVIRONMENT.resolve("requirements.txt");
    Path wanted = SCRIPTS.resolve("requirements.txt");
    if (!Files.exists(installed) || Files.mismatch(installed, wanted) >= 0) {
      run("python3", "-m", "venv", ENVIRONMENT.toString());
      run(python.toString(), "-m", "pip", "install", "--quiet", "-r", wanted.toString());
      Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
    }
    return python.toString();
  }

  @Test
  void the_official_python_client_works_unchanged() throws Exception {
    String said =
        run(
            python(),
            SCRIPTS.resolve("openai_client.py").toString(),
            server.url(),
            RunningServer.KEY);

    assertThat(said.lines())
        .containsExactly(
            "chat",
            "probabilities",
            "drawn",
            "stream",
            "structured",
            "embeddings",
            "models",
            "errors",
            "corrected",
            "stream_asynchronously");
  }

  private OpenAiChatModel.OpenAiChatModelBuilder chat() {
    return OpenAiChatModel.builder()
        .baseUrl(server.url() + "/v1")
        .apiKey(RunningServer.KEY)
        .modelName(MODEL)
        .maxRetries(0);
  }

  @Test
  void langchain4j_chats() {
    ChatResponse answer =
        chat()
            .build()
            .chat(SystemMessage.from("You are a helpful assistant."), UserMessage.from(QUESTION));

    assertThat(answer.aiMessage().text()).contains("Paris");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
    assertThat(answer.metadata().id()).startsWith("chatcmpl-");
  }

  @Test
  void langchain4j_gets_objects_of_a_schema() {
    JsonObjectSchema city =
        JsonObjectSchema.builder()
            .addStringProperty("name")
            .addIntegerProperty("inhabitants")
            .required("name", "inhabitants")
            .build();
    ResponseFormat format =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(JsonSchema.builder().name("city").rootElement(city).build())
            .build();
    ChatResponse answer =
        chat()
            .strictJsonSchema(true)
            .build()
            .chat(
                ChatRequest.builder()
                    .messages(UserMessage.from("Describe Paris."))
                    .responseFormat(format)
                    .build());

    assertThat(
            JsonMapper.shared()
                .readTree(answer.aiMessage().text())
                .path("inhabitants")
                .isIntegralNumber())
        .isTrue();
  }

  @Test
  void langchain4j_streams() throws Exception {
    OpenAiStreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .baseUrl(server.url() + "/v1")
            .apiKey(RunningServer.KEY)
            .modelName(MODEL)
            .build();
    List<String> pieces = new CopyOnWriteArrayList<>();
    CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
    model.chat(
        QUESTION,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            pieces.add(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            complete.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            complete.completeExceptionally(error);
          }
        });

    ChatResponse answer = complete.get(2, TimeUnit.MINUTES);
    assertThat(answer.aiMessage().text()).contains("Paris").isEqualTo(String.join("", pieces));
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void langchain4j_embeds() {
    OpenAiEmbeddingModel model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(server.url() + "/v1")
            .apiKey(RunningServer.KEY)
            .modelName(server.pipeline.embedder().id())
            .build();

    Embedding vector = model.embed("a cat").content();
    assertThat(vector.vector()).isEqualTo(server.pipeline.embedder().embed("a cat"));
    assertThat(model.embedAll(List.of()).content()).isEmpty();
  }

  @Test
  void langchain4j_is_told_what_is_wrong() {
    assertThatThrownBy(() -> chat().modelName("gpt-9").build().chat(QUESTION))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("there is no model gpt-9");
  }
}
