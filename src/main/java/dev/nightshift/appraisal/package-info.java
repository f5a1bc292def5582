/**
 * What a program is worth, in three parts with a score each: whether it is right, how its time and
 * memory grow with its input, and whether it is well made.
 *
 * <p>Times are what the program's own interpreter says, and a machine that others use is noisy: of
 * growth an order is told, and where the numbers do not give one, that it is not known. No part
 * decides whether a program passes; that is the code loop's.
 *
 * <p>Nothing of a program runs outside the sandbox. The checkers {@code ruff} and {@code bandit}
 * read its text as data, in processes of their own with limits.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"codeloop", "sandbox"})
package dev.nightshift.appraisal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
