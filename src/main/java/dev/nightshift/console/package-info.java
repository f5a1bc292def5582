/**
 * Web pages for the people who run a pipeline: what the nights did and why, whether answers get
 * better, and the buttons for what commands do.
 *
 * <p>Pages are rendered here, from what other packages publish, and work without JavaScript; a
 * script makes what goes on appear by itself. All of them need a key with the scope operate, which
 * a browser shows once. Nothing is decided here: buttons start the commands of the command line.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "access",
      "adapter",
      "asking",
      "codeloop",
      "coderuns",
      "corpus",
      "exchange",
      "gateway",
      "governance",
      "memory",
      "nightly",
      "prompts",
      "rollout",
      "serving",
      "tuning"
    })
package dev.nightshift.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
