package dev.nightshift.inference;

import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.inference.EngineSettings.Precision;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.TestModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many users with long prompts in a small heap. Arguments: megabytes of the budget [MODEL]. */
final class KeyValueBench {
  private static final int USERS = 8;
  private static final int WORDS = 700;
  private static final int ANSWER = 130;

  private KeyValueBench() {}

  public static void main(String[] arguments) throws InterruptedException {
    int megabytes = Integer.parseInt(arguments[0]);
    Path model = arguments.length > 1 ? Path.of(arguments[1]) : TestModel.standard().file();
    EngineSettings settings =
        new EngineSettings(Precision.FLOAT32, 0, 4096, 64, 4, 16, megabytes, Computing.BLOCKS);
    try (EmbeddedEngine engine = EmbeddedEngine.load(model, settings);
        ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Completion>> answers = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        String text = "Number " + user + ": " + "one two three four ".repeat(WORDS / 4);
        CompletionRequest request =
            CompletionRequest.greedy(List.of(ChatMessage.user(text)), ANSWER)
                .until(Duration.ofMinutes(20), () -> false);
        answers.add(users.submit(() -> engine.complete(request)));
      }
      int answered = 0;
      String failure = "";
      for (Future<Completion> answer : answers) {
        try {
          answer.get();
          answered++;
        } catch (ExecutionException e) {
          failure = ", the others: " + e.getMessage();
        }
      }
      System.out.printf(
          "%d MiB of heap, budget %s: %d of %d answered%s%n",
          Runtime.getRuntime().maxMemory() >> 20,
          megabytes == 0 ? "by default" : megabytes + " MiB",
          answered,
          USERS,
          failure);
      List<ChatMessage> capital = List.of(ChatMessage.user("What is the capital of France?"));
      System.out.println(
          "afterwards: " + engine.complete(CompletionRequest.greedy(capital, 12)).text());
    }
  }
}
