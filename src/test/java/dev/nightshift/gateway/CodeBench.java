package dev.nightshift.gateway;

import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.coderuns.FakeWorkshop;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.SandboxSettings;
import dev.nightshift.sandbox.ShippedSandbox;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What writing and judging a program costs besides the model: {@code POST /code/generate} and
 * {@code /code/evaluate} one after the other, through HTTP and the sandbox, with a model that
 * answers at once. {@code DIRECTORY TIMES}.
 */
public final class CodeBench {
  private static final int WARM = 10;

  private CodeBench() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int times = Integer.parseInt(args[1]);
    SandboxSettings settings = ShippedSandbox.settings();
    try (Sandbox sandbox = Sandbox.open(settings);
        GatewayFixture gateway =
            new GatewayFixture(
                directory,
                GatewayFixture.anyPort(),
                (command, body, lines) -> {},
                new FakeWorkshop(new SandboxJudge(sandbox)))) {
      for (String task : new String[] {"primes", "median", "word_count"}) {
        measure(gateway, task, times);
      }
    }
  }

  private static void measure(GatewayFixture gateway, String task, int times) throws Exception {
    String program = solution(task);
    gateway.workshop.answer = "```python\n" + program + "```";
    double[] whole = new double[times];
    double[] judging = new double[times];
    for (int i = -WARM; i < times; i++) {
      long start = System.nanoTime();
      JsonNode draft = reply(gateway, "generate", "{\"task\":\"" + task + "\"}");
      long written = System.nanoTime();
      String source = JsonMapper.shared().writeValueAsString(draft.path("source"));
      JsonNode judged =
          reply(gateway, "evaluate", "{\"task\":\"" + task + "\",\"source\":" + source + "}");
      long end = System.nanoTime();
      if (!judged.path("passed").booleanValue()) {
        throw new IllegalStateException(task + " is not solved: " + judged);
      }
      if (i >= 0) {
        whole[i] = (end - start) / 1e6;
        judging[i] = (end - written) / 1e6;
      }
    }
    Arrays.sort(whole);
    Arrays.sort(judging);
    System.out.printf(
        Locale.ROOT,
        "%-12s generate + evaluate: p50 %6.1f  p90 %6.1f  max %6.1f ms   (evaluate alone: p50"
            + " %6.1f)%n",
        task,
        whole[times / 2],
        whole[times * 9 / 10],
        whole[times - 1],
        judging[times / 2]);
  }

  private static JsonNode reply(GatewayFixture gateway, String step, String body) throws Exception {
    HttpResponse<String> response = gateway.post("/code/" + step, body);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(step + " answers " + response.statusCode() + response.body());
    }
    return GatewayFixture.json(response);
  }

  private static String solution(String task) throws Exception {
    Path file = Path.of("src", "test", "resources", "solutions", task + ".py");
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
