/**
 * Looks at a machine and a home, and says what is wrong, why it matters and what to do. Changes
 * nothing: works beside a running server, and on a home that is half broken.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "adapter", "backup", "gguf", "home", "memory", "model", "nightly", "notify", "sandbox",
      "state", "tensor", "vram"
    })
package dev.nightshift.doctor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
