package dev.nightshift.governance;

import java.util.List;

/** What happened to the instructions' versions. */
@FunctionalInterface
public interface PromptEvents {
  /** Adoptions, rejections and rollbacks of a span, as entries of kind {@code prompt}. */
  List<TimelineEntry> in(Span span);
}
