package dev.nightshift.codeloop;

import dev.nightshift.sandbox.CallResult;
import dev.nightshift.sandbox.Failure;
import dev.nightshift.sandbox.Outcome;

/**
 * Says whether what came of a row is its ground truth.
 *
 * @param comparison of the task
 * @param form that the task asks for
 */
record RowVerdict(Comparison comparison, OutputForm form) {
  /** Of a script that printed. */
  RowResult printed(Row row, Outcome outcome) {
    if (!outcome.succeeded()) {
      return RowResult.failed(row, OutcomeWords.problem(outcome), OutcomeWords.fault(outcome));
    }
    String output = outcome.output();
    if (comparison.ofTexts(row.expected(), output)) {
      return RowResult.passed(row, OutcomeWords.shortened(output));
    }
    Fault.Kind kind =
        OutputForm.onlyForm(row.expected(), output)
            ? Fault.Kind.WRONG_FORM
            : Fault.Kind.WRONG_VALUE;
    return output.isBlank()
        ? RowResult.failed(row, "printed nothing", Fault.of(kind))
        : RowResult.other(row, OutcomeWords.shortened(output), kind);
  }

  /** Of a call that returned or raised. */
  RowResult called(Row row, CallResult result, Outcome outcome) {
    CallResult.Value value = result.value();
    Failure failure = result.failure();
    if (value == null) {
      return failure == null
          ? RowResult.failed(row, "no value", Fault.of(Fault.Kind.EXITED))
          : RowResult.failed(row, OutcomeWords.inWords(failure), OutcomeWords.fault(failure));
    }
    String json = value.json();
    if (json != null && comparison.ofValues(row.expected(), json)) {
      return RowResult.passed(row, OutcomeWords.shortened(value.text()));
    }
    boolean printed = "null".equals(json) && !outcome.output().isBlank();
    // NaN and infinities are no JSON, and numbers all the same.
    String known = json == null && value.type().equals("float") ? "0.5" : json;
    boolean fits = known != null && form.fits(known) && !printed;
    return RowResult.other(
        row,
        OutcomeWords.shortened(value.text()),
        fits ? Fault.Kind.WRONG_VALUE : Fault.Kind.WRONG_FORM);
  }
}
