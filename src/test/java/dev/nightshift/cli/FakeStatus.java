package dev.nightshift.cli;

import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.SharedWork;
import java.util.List;

/** How a pipeline of the tests stands. */
final class FakeStatus {
  private FakeStatus() {}

  static Reply.Status reply() {
    return new Reply.Status(
        "base",
        null,
        3,
        1,
        0,
        new Reply.LastNight("2026-11-20", "ACTIVE", "adapter_1", null, 61_200),
        "ok",
        "smollm2",
        0,
        0,
        0,
        "/home/of/pipeline",
        null,
        List.of("adapter_1"),
        1,
        2,
        0,
        null,
        new SharedWork(
            List.of(new SharedWork.Worker("big-box", "works", "partition 3 of node-1", 40)),
            12,
            2,
            1,
            true,
            List.of("big-box", "node-1")));
  }
}
