package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Limits;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes tasks as {@link TaskFile} reads them. */
public final class TaskYaml {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
          .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
          .build();

  private TaskYaml() {}

  /** The file of a task; every row says whether it is hidden. */
  public static String of(CodeTask task) {
    ObjectNode yaml = YAML.createObjectNode();
    yaml.put("id", task.id());
    yaml.put("prompt", task.prompt());
    switch (task.contract()) {
      case Contract.Function(String _, String signature) -> yaml.put("function", signature);
      case Contract.StandardInput() -> yaml.put("stdin", true);
    }
    ArrayNode rows = yaml.putArray("rows");
    task.rows().forEach(row -> write(row, task.contract(), rows.addObject()));
    if (!task.tests().isBlank()) {
      yaml.put("tests", task.tests());
    }
    if (!task.imports().isEmpty()) {
      task.imports().forEach(yaml.putArray("imports")::add);
    }
    Limits limits = task.limits();
    yaml.putObject("limits")
        .put("seconds", limits.wall().toMillis() / 1000.0)
        .put("memoryMebibytes", limits.memoryMebibytes());
    if (task.tolerance() > 0) {
      yaml.put("tolerance", task.tolerance());
    }
    task.sizes()
        .ifPresent(
            sizes ->
                yaml.putObject("sizes")
                    .put("counts", sizes.counts())
                    .put("from", sizes.from())
                    .put("to", sizes.to())
                    .put("make", sizes.make()));
    return YAML.writeValueAsString(yaml);
  }

  private static void write(Row row, Contract contract, ObjectNode yaml) {
    yaml.put("id", row.id());
    switch (contract) {
      case Contract.Function _ -> {
        yaml.set("args", JsonMapper.shared().readTree(row.input()));
        yaml.set("expected", JsonMapper.shared().readTree(row.expected()));
      }
      case Contract.StandardInput _ ->
          yaml.put("stdin", row.input()).put("expected", row.expected());
    }
    yaml.put("hidden", row.hidden());
  }
}
