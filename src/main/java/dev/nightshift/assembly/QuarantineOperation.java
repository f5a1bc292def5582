package dev.nightshift.assembly;

import dev.nightshift.harvest.QuarantineReview;
import dev.nightshift.harvest.Quarantined;
import java.util.List;

/** Looks into the quarantine, and rules. */
final class QuarantineOperation {
  private QuarantineOperation() {}

  static QuarantineReply run(Pipeline pipeline, Request.Quarantine request) {
    QuarantineReview review = pipeline.quarantine().review();
    String id = request.id() == null ? "" : request.id();
    return switch (request.action()) {
      case LIST -> reply("LISTED", review.waiting());
      case SHOW -> reply("LISTED", List.of(review.find(id)));
      case RELEASE -> reply("RELEASED", List.of(review.release(id)));
      case DROP -> reply("DROPPED", List.of(review.drop(id)));
    };
  }

  private static QuarantineReply reply(String state, List<Quarantined> entries) {
    return new QuarantineReply(state, entries.stream().map(QuarantineReply.Entry::of).toList());
  }
}
