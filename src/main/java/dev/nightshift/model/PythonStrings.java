package dev.nightshift.model;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.InterpretException;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * Python's string methods, which chat templates call; those of Java's strings are not offered
 * (Python documentation, Built-in Types, String Methods).
 */
final class PythonStrings extends ELResolver {
  private static final String WHITE_SPACE = " \t\n\r\f\u000B";

  private PythonStrings() {}

  /** Before all that the library resolves. */
  static ELResolver first() {
    CompositeELResolver all = new CompositeELResolver();
    all.add(new PythonStrings());
    all.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return all;
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    if (!(base instanceof String text)) {
      return null;
    }
    context.setPropertyResolved(true);
    Object result =
        call(text, String.valueOf(method), arguments == null ? new Object[0] : arguments);
    if (result instanceof String made && made.length() > RenderLimit.LONGEST_TEXT) {
      throw new InterpretException(
          "it makes a text of %d characters, more than %d"
              .formatted(made.length(), RenderLimit.LONGEST_TEXT));
    }
    return result;
  }

  private static Object call(String text, String method, Object[] arguments) {
    return switch (method) {
      case "strip" -> strip(text, arguments, true, true);
      case "lstrip" -> strip(text, arguments, true, false);
      case "rstrip" -> strip(text, arguments, false, true);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalised(text);
      case "title" -> titled(text);
      case "startswith" -> any(arguments).stream().anyMatch(text::startsWith);
      case "endswith" -> any(arguments).stream().anyMatch(text::endsWith);
      case "removeprefix" -> {
        String prefix = string(method, arguments, 0);
        yield text.startsWith(prefix) ? text.substring(prefix.length()) : text;
      }
      case "removesuffix" -> {
        String suffix = string(method, arguments, 0);
        yield text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
      }
      case "replace" ->
          replaced(text, string(method, arguments, 0), string(method, arguments, 1), arguments);
      case "split" -> split(text, arguments);
      case "splitlines" -> new ArrayList<Object>(text.lines().toList());
      case "find" -> (long) text.indexOf(string(method, arguments, 0));
      case "rfind" -> (long) text.lastIndexOf(string(method, arguments, 0));
      case "count" -> (long) parts(text, string(method, arguments, 0), -1).size() - 1;
      case "join" -> String.join(text, any(arguments));
      case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
      case "isspace" -> !text.isEmpty() && text.isBlank();
      default ->
          throw new InterpretException("the string method '" + method + "' is not known here");
    };
  }

  private static String strip(String text, Object[] arguments, boolean left, boolean right) {
    String characters = arguments.length > 0 ? String.valueOf(arguments[0]) : WHITE_SPACE;
    int from = 0;
    int to = text.length();
    while (left && from < to && characters.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (right && to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  private static String capitalised(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String titled(String text) {
    StringBuilder titled = new StringBuilder(text.toLowerCase(Locale.ROOT));
    for (int i = 0; i < titled.length(); i++) {
      if (i == 0 || !Character.isLetter(titled.charAt(i - 1))) {
        titled.setCharAt(i, Character.toTitleCase(titled.charAt(i)));
      }
    }
    return titled.toString();
  }

  private static String replaced(String text, String from, String to, Object[] arguments) {
    if (arguments.length < 3 || from.isEmpty()) {
      return text.replace(from, to);
    }
    return String.join(to, parts(text, from, whole(arguments[2])));
  }

  private static List<Object> split(String text, Object[] arguments) {
    int most = arguments.length > 1 ? whole(arguments[1]) : -1;
    if (arguments.length > 0 && arguments[0] != null) {
      return new ArrayList<>(parts(text, string("split", arguments, 0), most));
    }
    String stripped = strip(text, new Object[0], true, true);
    if (stripped.isEmpty()) {
      return new ArrayList<>();
    }
    return new ArrayList<>(List.of(stripped.split("\\s+", most < 0 ? 0 : most + 1)));
  }

  /** Cuts at most {@code most} times; −1 is without limit. */
  private static List<String> parts(String text, String separator, int most) {
    if (separator.isEmpty()) {
      throw new InterpretException("an empty separator");
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    int at = text.indexOf(separator);
    while (at >= 0 && (most < 0 || parts.size() < most)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
      at = text.indexOf(separator, from);
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static List<String> any(Object[] arguments) {
    if (arguments.length == 1 && arguments[0] instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return List.of(string("method", arguments, 0));
  }

  private static String string(String method, Object[] arguments, int place) {
    if (place >= arguments.length || arguments[place] == null) {
      throw new InterpretException(method + " lacks argument " + (place + 1));
    }
    return arguments[place].toString();
  }

  private static int whole(Object argument) {
    if (argument instanceof Number number) {
      return number.intValue();
    }
    throw new InterpretException("'" + argument + "' is not a whole number");
  }

  @Override
  public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {
    // Strings have nothing to set.
  }

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
    return true;
  }

  @Override
  public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return null;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }
}
