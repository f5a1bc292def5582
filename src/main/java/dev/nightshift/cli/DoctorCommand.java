package dev.nightshift.cli;

import dev.nightshift.assembly.DoctorAssembly;
import dev.nightshift.doctor.CheckResult;
import dev.nightshift.doctor.Doctor;
import dev.nightshift.doctor.Verdict.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline doctor}: looks itself, whether or not a server runs. */
@Command(
    name = "doctor",
    description = {
      "Checks this machine and the home, and says what is wrong and what to do. Changes nothing.",
      "Ends with 1 when something does not work; warnings alone end with 0."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Session session;

  @Option(
      names = "--webhooks",
      description = "Also asks the webhooks, with a request that sends no message (HEAD).")
  boolean webhooks;

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<CheckResult> results =
        new Doctor(PATIENCE)
            .examine(
                DoctorAssembly.checks(
                    session.home(),
                    session.environment(),
                    session.options().overrides(),
                    webhooks));
    Diagnosis diagnosis = Diagnosis.of(results);
    session.print(diagnosis, diagnosis::text);
    return (diagnosis.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED).status();
  }

  /**
   * The reply.
   *
   * @param state HEALTHY, WARNINGS or ILL
   * @param failed how many checks failed
   * @param warned how many warn
   * @param checks all of them
   */
  record Diagnosis(String state, long failed, long warned, List<CheckResult> checks) {
    static Diagnosis of(List<CheckResult> checks) {
      long failed = checks.stream().filter(check -> check.status() == Status.FAIL).count();
      long warned = checks.stream().filter(check -> check.status() == Status.WARN).count();
      String state = failed > 0 ? "ILL" : warned > 0 ? "WARNINGS" : "HEALTHY";
      return new Diagnosis(state, failed, warned, checks);
    }

    String text() {
      List<String> lines = new ArrayList<>();
      for (CheckResult check : checks) {
        lines.add(
            "%-7s %-14s %s"
                .formatted(
                    check.status().name().toLowerCase(Locale.ROOT), check.name(), check.seen()));
        if (!check.fix().isEmpty()) {
          lines.add(" ".repeat(23) + "why: " + check.why());
          lines.add(" ".repeat(23) + "do:  " + check.fix());
        }
      }
      lines.add("%s: %d failed, %d warnings".formatted(state, failed, warned));
      return String.join(System.lineSeparator(), lines);
    }
  }
}
