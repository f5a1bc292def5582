package dev.nightshift.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Tasks as YAML: words as they stand there, one line a row. */
final class TaskText {
  /** Of tests that are a few values of calls, this one in so many is hidden. */
  private static final int EVERY = 3;

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
                  .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                  .disable(YAMLWriteFeature.SPLIT_LINES)
                  .build())
          .build();

  /** JSON is YAML, too. */
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<String> allowed;

  /**
   * @param allowed what programs may import anyway
   */
  TaskText(List<String> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  String of(Problem problem, Reading.Usable reading) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("id", problem.taskId());
    head.put("prompt", reading.prompt());
    head.put("function", reading.signature());
    if (!reading.tests().isEmpty()) {
      head.put("tests", reading.tests());
    }
    if (!allowed.containsAll(reading.needs())) {
      head.put(
          "imports",
          new TreeSet<>(Stream.concat(allowed.stream(), reading.needs().stream()).toList()));
    }
    StringBuilder text = new StringBuilder(YAML.writeValueAsString(head));
    List<Reading.Case> cases = reading.cases();
    if (!cases.isEmpty()) {
      text.append("rows:\n");
    }
    for (int i = 0; i < cases.size(); i++) {
      ObjectNode row = JSON.createObjectNode();
      row.put("id", "test-" + (i + 1));
      row.set("args", cases.get(i).arguments());
      row.set("expected", cases.get(i).expected());
      row.put("hidden", hidden(problem.format(), reading, i));
      text.append("  - ").append(JSON.writeValueAsString(row)).append('\n');
    }
    return text.toString();
  }

  /**
   * HumanEval's prompts have examples of their own, and its tests no model sees. Of MBPP's every
   * third is hidden and each that was added to be harder, and one in any case when nothing else
   * decides.
   */
  private static boolean hidden(BenchmarkFormat format, Reading.Usable reading, int i) {
    return switch (format) {
      case HUMANEVAL -> true;
      case MBPP ->
          (i + 1) % EVERY == 0
              || reading.cases().get(i).challenge()
              || (i == reading.cases().size() - 1 && i + 1 < EVERY && reading.tests().isEmpty());
    };
  }
}
