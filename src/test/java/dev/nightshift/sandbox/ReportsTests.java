package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportsTests {
  @Test
  void reports_are_taken_out_of_what_a_program_printed() {
    Reports reports =
        Reports.in(
            "a\u001em {\"result\":{\"row\":0,\"value\":{\"type\":\"int\",\"json\":\"3\","
                + "\"text\":\"3\"}}}\nb\u001em {\"failure\":{\"type\":\"KeyError\","
                + "\"message\":\"k\",\"line\":7}}\n",
            "m");

    assertThat(reports.output()).isEqualTo("ab");
    assertThat(reports.results()).hasSize(1);
    assertThat(reports.results().getFirst().value())
        .isEqualTo(new CallResult.Value("int", "3", "3"));
    assertThat(reports.failure()).isEqualTo(new Failure("KeyError", "k", 7));
  }

  @Test
  void what_another_mark_precedes_is_output() {
    String printed = "\u001eother {\"failure\":{}}\n";

    assertThat(Reports.in(printed, "m").output()).isEqualTo(printed);
  }

  @Test
  void forged_reports_that_make_no_sense_are_left_out() {
    String deep = "[".repeat(100_000);
    Reports reports =
        Reports.in(
            "\u001em {\n\u001em 7\n\u001em {\"findings\":[{\"code\":\"NONE\"}]}\n\u001em "
                + deep
                + "\n\u001em {\"findings\":3,\"result\":[]}\nrest",
            "m");

    assertThat(reports.output()).isEqualTo("rest");
    assertThat(reports.findings()).isEmpty();
    assertThat(reports.failure()).isNull();
  }

  @Test
  void where_a_late_program_was_is_taken_out_of_its_errors() {
    Whereabouts whereabouts =
        Whereabouts.in(
            """
            mine
            Timeout (0:00:09.700000)!
            Thread 0x00007f29 (most recent call first):
              File "/usr/lib/python3/json.py", line 3 in load
              File "program.py", line 12 in f
              File "program.py", line 30 in <module>
              File "<string>", line 2 in _run
            rest
            """);

    assertThat(whereabouts).isEqualTo(new Whereabouts("mine\nrest\n", 12));
    assertThat(Whereabouts.in("Timeout said I\n"))
        .isEqualTo(new Whereabouts("Timeout said I\n", 0));
  }
}
