/**
 * Makes tasks of the code loop from the files of public benchmarks that a user has: HumanEval and
 * MBPP, each in the forms that they are passed on in.
 *
 * <p>A problem's tests are what decides and its solution is the answer: of both, models are told no
 * more than a function's name, its parameters and the rows that are shown. Their Python is parsed
 * in the sandbox and not run, unless the solutions are to be verified.
 *
 * <p>Brings no problems of its own and fetches none.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"codeloop", "sandbox", "home"})
package dev.nightshift.benchmark;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
