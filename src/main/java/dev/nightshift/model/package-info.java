/**
 * What a GGUF file says a model is: specification, tokenizer, chat template, weights, and the one
 * transformer graph that training and inference share; and where base model files come from.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"gguf", "tensor", "home"})
package dev.nightshift.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
