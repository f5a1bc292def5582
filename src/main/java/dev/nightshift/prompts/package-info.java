/**
 * Versions of what the improver of the code loop is told before every task, and the trial that a
 * candidate must win to become one.
 *
 * <p>The program ships version 1. Candidates come from rules, from a model's reflection over failed
 * attempts, or from an operator. A candidate becomes version 2, 3 … only when first attempts on
 * tasks that played no part in its making are better than those of the version in force, by a
 * margin that noise does not give, and within a budget of tokens; otherwise it is kept as rejected
 * with the numbers. Everything that happens is a line of a ledger that only grows: nothing changes
 * silently, and any version can be put in force again.
 *
 * <p>Does not say what fails and why (that is governance), and writes no prompt for answers to
 * users.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"codeloop", "evaluation", "exchange", "home", "sandbox", "serving"})
package dev.nightshift.prompts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
