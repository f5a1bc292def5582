/**
 * DJL/PyTorch at arm's length: devices, tensor scopes, TorchScript programs assembled as text.
 *
 * <p>Knows nothing of language models.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.tensor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
