/**
 * Versions of programs, in a git repository that a person can read with their own git.
 *
 * <p>Every run of the code loop is a branch, every attempt a commit that follows the attempt it
 * repairs. The solutions of a task are a branch of their own: the first is adopted, a later one
 * only when it is better by the task's measure, and each decision is a commit that says why. A
 * solved task whose first attempt had failed is written down to be taught.
 *
 * <p>Does not run programs, and decides nothing about a run: what fails here costs the history and
 * not the run. The only package that knows JGit.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"codeloop", "sandbox", "home"})
package dev.nightshift.versions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
