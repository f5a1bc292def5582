/** Deliberately broken: a package whose name says nothing. */
@NullMarked
package brokenfixture.util;

import org.jspecify.annotations.NullMarked;
