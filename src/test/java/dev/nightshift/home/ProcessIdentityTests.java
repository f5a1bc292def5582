package dev.nightshift.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessIdentityTests {
  @Test
  void thisProcessIsAliveUnderAnyOfItsNames() {
    String name = ProcessIdentity.ofThisProcess();

    assertThat(name).isNotEqualTo(ProcessIdentity.ofThisProcess());
    assertThat(ProcessIdentity.stateOf(name)).isEqualTo(ProcessIdentity.State.ALIVE);
    assertThat(ProcessIdentity.inWords(name))
        .contains("process " + ProcessHandle.current().pid() + " on ");
  }

  @Test
  void oneThatEndedIsGoneAndSoIsALaterOneWithItsPid() throws IOException, InterruptedException {
    Process child = new ProcessBuilder("true").start();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    String own = ProcessIdentity.ofThisProcess();
    String[] parts = own.split("/", -1);

    assertThat(
            ProcessIdentity.stateOf(
                String.join("/", parts[0], Long.toString(child.pid()), parts[2], parts[3])))
        .isEqualTo(ProcessIdentity.State.GONE);
    assertThat(ProcessIdentity.stateOf(String.join("/", parts[0], parts[1], "1", parts[3])))
        .isEqualTo(ProcessIdentity.State.GONE);
  }

  @Test
  void ofOtherMachinesAndOfWhatIsNoNameNothingIsKnown() {
    String elsewhere = ProcessIdentity.ofThisProcess().replaceFirst("^[^/]*", "other-1");

    assertThat(ProcessIdentity.stateOf(elsewhere)).isEqualTo(ProcessIdentity.State.ELSEWHERE);
    for (String odd : List.of("x", "a/b/c/d", elsewhere + "/e")) {
      assertThat(ProcessIdentity.stateOf(odd)).isEqualTo(ProcessIdentity.State.ELSEWHERE);
      assertThat(ProcessIdentity.inWords("x")).isEqualTo("x");
    }
    assertThat(ProcessIdentity.stateOf("")).isEqualTo(ProcessIdentity.State.NOBODY);
  }
}
