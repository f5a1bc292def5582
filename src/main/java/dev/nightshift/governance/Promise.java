package dev.nightshift.governance;

/**
 * What the report before said should become rarer, and whether it did.
 *
 * @param issue the pattern
 * @param promised in words
 * @param before runs that showed it, of those the report before looked at
 * @param after runs that showed it, of those since
 * @param pValue probability of so large a fall, or rise, if nothing had changed (Fisher's exact
 *     test, one side, by runs: attempts of one run are not independent)
 * @param verdict {@code held} and {@code worse} only where it is more than noise, else {@code
 *     unclear}; {@code no_data} without a run since
 * @param explanation in words, with what was changed between
 */
public record Promise(
    String issue,
    String promised,
    Rate before,
    Rate after,
    double pValue,
    String verdict,
    String explanation) {}
