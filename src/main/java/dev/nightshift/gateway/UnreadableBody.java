package dev.nightshift.gateway;

import dev.nightshift.generation.RepeatedName;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a request's JSON, without names of classes. */
final class UnreadableBody {
  private UnreadableBody() {}

  static String say(@Nullable Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException e ->
          "unknown field "
              + e.getPropertyName()
              + "; known: "
              + e.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", "));
      case InputCoercionException e ->
          "a number is out of range at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr();
      case StreamReadException e when RepeatedName.in(e).isPresent() ->
          "the body has the field " + RepeatedName.in(e).get() + " twice; send it once";
      case StreamReadException e ->
          "the body is not JSON: error at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr();
      case StreamConstraintsException _ ->
          "the body is JSON that is nested too deeply, or has a name or a number that is too long";
      case DatabindException e when !e.getPath().isEmpty() -> "wrong kind of value for " + path(e);
      case null, default -> "a JSON object is needed as the body";
    };
  }

  private static String path(JacksonException e) {
    return e.getPath().stream()
        .map(
            reference ->
                reference.getPropertyName() == null
                    ? "[" + reference.getIndex() + "]"
                    : reference.getPropertyName())
        .collect(Collectors.joining("."));
  }
}
