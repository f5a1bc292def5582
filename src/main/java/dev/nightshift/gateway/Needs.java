package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key must be for to use a route: one of these scopes, or nothing where there are none. A
 * route that does not say needs {@link AccessScope#OPERATE}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Needs {
  /** Of these one is enough. */
  AccessScope[] value();
}
