package dev.nightshift.assembly;

import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.Viewer;
import java.util.List;

/** Looks at runs of the code loop, and ends one. */
final class CodeRunsOperation {
  /** Whoever operates the server sees everybody's. */
  private static final Viewer OPERATOR = new Viewer(CodeOperation.OPERATOR, true);

  private CodeRunsOperation() {}

  static CodeRunsReply run(Pipeline pipeline, CodeRunsRequest request) {
    CodeRuns runs = pipeline.code.runs();
    String id = request.id() == null ? "" : request.id();
    return switch (request.action()) {
      case LIST -> new CodeRunsReply("LISTED", runs.list(OPERATOR), null);
      case SHOW -> {
        RunReport report = runs.report(id, OPERATOR);
        yield new CodeRunsReply("LISTED", List.of(report.summary()), report);
      }
      case CANCEL -> new CodeRunsReply("CANCELLING", List.of(runs.cancel(id, OPERATOR)), null);
    };
  }
}
