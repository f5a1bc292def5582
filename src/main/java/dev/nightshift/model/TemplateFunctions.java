package dev.nightshift.model;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The functions that Hugging Face adds to Jinja for chat templates. */
public final class TemplateFunctions {
  /**
   * The functions' names. Templates ask whether one {@code is defined}, which our library says of
   * variables only: each must be a variable too.
   */
  static final List<String> NAMES = List.of("raise_exception", "strftime_now");

  private TemplateFunctions() {}

  static void register(Jinjava jinja) {
    jinja
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", TemplateFunctions.class, "raiseException", String.class));
    jinja
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "strftime_now", TemplateFunctions.class, "strftimeNow", String.class));
  }

  /** Ends the rendering with the template's own message. Called by templates. */
  public static String raiseException(String message) {
    throw new InterpretException(message);
  }

  /**
   * The {@link PromptTime} in a format of Python's {@code strftime}, with English names. Called by
   * templates.
   */
  public static String strftimeNow(String format) {
    LocalDateTime now = PromptTime.now();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        text.append(c);
      } else if (++i < format.length()) {
        text.append(directive(format.charAt(i), now));
      } else {
        throw new InterpretException("the date format '" + format + "' ends within a directive");
      }
    }
    return text.toString();
  }

  /** Python documentation, datetime, strftime() and strptime() Format Codes; no time zone. */
  private static String directive(char code, LocalDateTime now) {
    return switch (code) {
      case 'a' -> written("EEE", now);
      case 'A' -> written("EEEE", now);
      case 'b', 'h' -> written("MMM", now);
      case 'B' -> written("MMMM", now);
      case 'c' -> written("EEE MMM ppd HH:mm:ss yyyy", now);
      case 'd' -> written("dd", now);
      case 'D', 'x' -> written("MM/dd/yy", now);
      case 'e' -> written("ppd", now);
      case 'f' -> written("SSSSSS", now);
      case 'F' -> written("yyyy-MM-dd", now);
      case 'H' -> written("HH", now);
      case 'I' -> written("hh", now);
      case 'j' -> written("DDD", now);
      case 'm' -> written("MM", now);
      case 'M' -> written("mm", now);
      case 'p' -> written("a", now);
      case 'R' -> written("HH:mm", now);
      case 'S' -> written("ss", now);
      case 'T', 'X' -> written("HH:mm:ss", now);
      case 'u' -> String.valueOf(now.getDayOfWeek().getValue());
      case 'w' -> String.valueOf(now.getDayOfWeek().getValue() % 7);
      case 'y' -> written("yy", now);
      case 'Y' -> written("yyyy", now);
      case 'z', 'Z' -> "";
      case '%' -> "%";
      default ->
          throw new InterpretException("the date format's directive '%" + code + "' is not known");
    };
  }

  private static String written(String pattern, LocalDateTime now) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
  }
}
