package dev.nightshift.gateway;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/** Names bodies after the controllers that hold them: {@code AskController.Body} is AskBody. */
final class SchemaNames extends TypeNameResolver {
  private static final String CONTROLLER = "Controller";

  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    Class<?> outer = type.getEnclosingClass();
    if (outer == null || !outer.getPackageName().startsWith("dev.nightshift")) {
      return super.nameForClass(type, options);
    }
    String of = outer.getSimpleName();
    return (of.endsWith(CONTROLLER) ? of.substring(0, of.length() - CONTROLLER.length()) : of)
        + type.getSimpleName();
  }
}
