/** Deliberately broken: proves that the architecture rules bite. */
@NullMarked
package brokenfixture.memory;

import org.jspecify.annotations.NullMarked;
