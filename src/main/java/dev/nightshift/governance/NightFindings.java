package dev.nightshift.governance;

import java.util.List;

/**
 * What went wrong in nights.
 *
 * @param nights how many there were
 * @param active how many put an adapter live
 * @param troubles rejected adapters, rollbacks and failed nights, oldest first
 * @param skipped nights that had nothing to train, and why, oldest first
 * @param abstentions questions the council left to a person
 * @param judged questions that its nights' harvests kept, dropped or left to a person
 * @param unheard replies of seats that were malformed or missing
 * @param proposals settings that may help
 * @param unhelped causes for which no setting is proposed, and why
 */
public record NightFindings(
    int nights,
    int active,
    List<Trouble> troubles,
    List<Trouble> skipped,
    int abstentions,
    int judged,
    int unheard,
    List<SettingProposal> proposals,
    List<Unhelped> unhelped) {
  public NightFindings {
    // Reports of before do not have all of these.
    troubles = List.copyOf(troubles);
    skipped = skipped == null ? List.of() : List.copyOf(skipped);
    proposals = List.copyOf(proposals);
    unhelped = unhelped == null ? List.of() : List.copyOf(unhelped);
  }

  /**
   * A night, or a rollout, that ended badly.
   *
   * @param what {@code rejected}, {@code rolled_back}, {@code failed} or {@code skipped}
   * @param where the night's key, or the time of the rollback
   * @param adapter which; empty where there was none
   * @param cause in a word
   * @param reason in words
   */
  public record Trouble(String what, String where, String adapter, String cause, String reason) {}

  /**
   * A cause for which no setting is proposed.
   *
   * @param cause in a word
   * @param count how often
   * @param why there is none, and what may be done instead
   */
  public record Unhelped(String cause, int count, String why) {}
}
