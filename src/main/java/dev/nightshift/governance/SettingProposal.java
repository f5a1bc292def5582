package dev.nightshift.governance;

import org.jspecify.annotations.Nullable;

/**
 * A setting that may help. Nothing sets it: it is recommended when the result of its bench says so,
 * and then it is for a person to set.
 *
 * @param setting its full name
 * @param current the value in force
 * @param proposed another
 * @param because what it is proposed for
 * @param bench the command that tries it, run in the source tree
 * @param resultFile where the bench writes its result, relative to the home
 * @param tried whether that file is there
 * @param status {@code proposed}, {@code recommended} or {@code refuted}
 * @param result what the bench found, in words; null when it has not been run
 */
public record SettingProposal(
    String setting,
    String current,
    String proposed,
    String because,
    String bench,
    String resultFile,
    boolean tried,
    String status,
    @Nullable String result) {
  /** The same for another reason. */
  SettingProposal because(String reason) {
    return new SettingProposal(
        setting, current, proposed, reason, bench, resultFile, tried, status, result);
  }
}
