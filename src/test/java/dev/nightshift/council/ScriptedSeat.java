package dev.nightshift.council;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A seat that says what a test tells it to, and remembers what it was asked. */
record ScriptedSeat(
    String name, double weight, Function<CouncilPrompt, String> script, List<CouncilPrompt> asked)
    implements Seat {

  static ScriptedSeat saying(String name, String reply) {
    return weighing(name, 1, reply);
  }

  static ScriptedSeat weighing(String name, double weight, String reply) {
    return new ScriptedSeat(name, weight, prompt -> reply, new ArrayList<>());
  }

  static ScriptedSeat answering(String name, String answer) {
    return saying(name, "REASONING: by " + name + "\nANSWER: " + answer);
  }

  static ScriptedSeat failing(String name) {
    return new ScriptedSeat(
        name,
        1,
        prompt -> {
          throw new IllegalStateException("backend is down");
        },
        new ArrayList<>());
  }

  @Override
  public Role role() {
    return Role.ANALYST;
  }

  @Override
  public String model() {
    return "scripted";
  }

  @Override
  public String reply(CouncilPrompt prompt, Duration timeout) {
    asked.add(prompt);
    return script.apply(prompt);
  }
}
