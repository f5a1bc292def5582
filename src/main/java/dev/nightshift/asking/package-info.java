/**
 * The ask flow: a question is answered with the help of what people corrected, judged by confidence
 * and remembered before anyone sees the reply; what a person says of it is remembered too.
 *
 * <p>It neither produces answers ({@code serving}) nor stores them ({@code memory}), nor chooses
 * corrections ({@code augmentation}).
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"exchange", "serving", "memory", "augmentation", "quarantine"})
package dev.nightshift.asking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
