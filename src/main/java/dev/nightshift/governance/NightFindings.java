package dev.nightshift.governance;

import java.util.List;

/**
 * What went wrong in nights.
 *
 * @param nights how many there were
 * @param active how many put an adapter live
 * @param troubles rejected adapters, rollbacks and failed nights, oldest first
 * @param abstentions questions the council left to a person
 * @param judged questions that its nights' harvests kept or left to a person
 * @param unheard replies of seats that were malformed or missing
 * @param proposals settings that may help
 */
public record NightFindings(
    int nights,
    int active,
    List<Trouble> troubles,
    int abstentions,
    int judged,
    int unheard,
    List<SettingProposal> proposals) {
  public NightFindings {
    troubles = List.copyOf(troubles);
    proposals = List.copyOf(proposals);
  }

  /** Of no nights. */
  static NightFindings none() {
    return new NightFindings(0, 0, List.of(), 0, 0, 0, List.of());
  }

  /**
   * A night, or a rollout, that ended badly.
   *
   * @param what {@code rejected}, {@code rolled_back} or {@code failed}
   * @param where the night's key, or the time of the rollback
   * @param adapter which; empty where there was none
   * @param cause in a word
   * @param reason in words
   */
  public record Trouble(String what, String where, String adapter, String cause, String reason) {}
}
