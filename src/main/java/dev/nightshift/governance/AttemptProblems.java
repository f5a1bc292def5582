package dev.nightshift.governance;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.Fault;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.sandbox.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says by which patterns an attempt failed. */
final class AttemptProblems {
  private static final int LONGEST = 120;
  private static final Pattern MODULE = Pattern.compile("the module (\\S+) may not be imported");
  private static final Pattern AT =
      Pattern.compile("^SyntaxError: | \\(detected at line \\d+\\)| on line \\d+");
  private static final Pattern NO_MODULE = Pattern.compile("No module named '([^']+)'");
  private static final Pattern ARGUMENTS =
      Pattern.compile("positional argument|keyword argument|takes no arguments");
  private static final Set<String> IMPORTS = Set.of("ModuleNotFoundError", "ImportError");

  /** The system's words where a file, a process or a descriptor too many was refused. */
  private static final Pattern REFUSED =
      Pattern.compile("Errno (?:11|12|24|27|28)\\b|can't start new thread");

  private AttemptProblems() {}

  /** Each way in which it failed, once; empty when it passed. */
  static List<AttemptProblem> of(Attempt attempt) {
    Judgement judgement = attempt.judgement();
    if (judgement.passed()) {
      return List.of();
    }
    if (!judgement.findings().isEmpty()) {
      return judgement.findings().stream().map(AttemptProblems::of).distinct().toList();
    }
    Map<AttemptProblem, Integer> rows = new LinkedHashMap<>();
    for (RowResult row : judgement.rows()) {
      if (!row.passed()) {
        rows.merge(of(row.fault(), row.problem()), 1, Integer::sum);
      }
    }
    List<AttemptProblem> problems = new ArrayList<>();
    rows.forEach(
        (one, count) ->
            problems.add(new AttemptProblem(one.category(), one.detail(), one.line(), count)));
    if (!judgement.testsPassed()) {
      problems.add(of(judgement.testFault(), judgement.testProblem()));
    }
    return List.copyOf(problems);
  }

  private static AttemptProblem of(Finding finding) {
    String said = finding.message();
    return switch (finding.code()) {
      case SYNTAX_ERROR ->
          problem(FailureCategory.SYNTAX_ERRORS, AT.matcher(said).replaceAll(""), finding.line());
      case FORBIDDEN_IMPORT -> {
        Matcher module = MODULE.matcher(said);
        yield problem(
            FailureCategory.FORBIDDEN_IMPORTS,
            module.find() ? module.group(1) : said,
            finding.line());
      }
      case MISSING_FUNCTION -> problem(FailureCategory.MISSING_FUNCTION, said, finding.line());
      case TOO_DEEP, DANGEROUS_BUILTIN, DANGEROUS_ATTRIBUTE ->
          problem(FailureCategory.OTHER, said, finding.line());
    };
  }

  private static AttemptProblem of(Fault fault, String said) {
    return switch (fault.kind()) {
      case NONE, WRONG_VALUE -> problem(FailureCategory.WRONG_OUTPUT, "", fault.line());
      case WRONG_FORM -> problem(FailureCategory.RETURN_FORMAT_ERROR, "", fault.line());
      case RAISED -> raised(fault, said);
      case TOO_LATE -> problem(FailureCategory.TIMEOUTS, "", fault.line());
      case TOO_MUCH_MEMORY -> problem(FailureCategory.RESOURCE_LIMITS, "memory", fault.line());
      case TOO_MUCH_OUTPUT -> problem(FailureCategory.RESOURCE_LIMITS, "output", fault.line());
      case CRASHED -> problem(FailureCategory.OTHER, "the interpreter crashed", fault.line());
      case EXITED -> problem(FailureCategory.OTHER, "left before its end", fault.line());
      case REFUSED -> problem(FailureCategory.OTHER, said, fault.line());
      case NO_PROGRAM -> problem(FailureCategory.OTHER, "no program", 0);
    };
  }

  private static AttemptProblem raised(Fault fault, String said) {
    if (IMPORTS.contains(fault.type())) {
      Matcher module = NO_MODULE.matcher(said);
      String detail = module.find() ? module.group(1) : said;
      return problem(FailureCategory.FORBIDDEN_IMPORTS, detail, fault.line());
    }
    // Raised by the call itself: the function is there, but takes other arguments.
    if (fault.type().equals("TypeError") && fault.line() == 0 && ARGUMENTS.matcher(said).find()) {
      return problem(FailureCategory.MISSING_FUNCTION, said, 0);
    }
    if (fault.type().equals("AssertionError")) {
      return problem(FailureCategory.WRONG_OUTPUT, "a test's assertion", fault.line());
    }
    if (REFUSED.matcher(said).find()) {
      return problem(FailureCategory.RESOURCE_LIMITS, fault.type(), fault.line());
    }
    return problem(FailureCategory.OTHER, fault.type(), fault.line());
  }

  private static AttemptProblem problem(FailureCategory category, String detail, int line) {
    String one = detail.replaceAll("\\s+", " ").strip();
    String shown = one.length() <= LONGEST ? one : one.substring(0, LONGEST) + "…";
    return new AttemptProblem(category, shown, line, 0);
  }
}
