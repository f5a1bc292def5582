package dev.nightshift.model;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The functions that Hugging Face adds to Jinja for chat templates. */
public final class TemplateFunctions {
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

  /** Today's date; the formats that templates use. Called by templates. */
  public static String strftimeNow(String format) {
    String pattern =
        switch (format) {
          case "%d %b %Y" -> "dd MMM yyyy";
          case "%Y-%m-%d" -> "yyyy-MM-dd";
          case "%B %d, %Y" -> "MMMM dd, yyyy";
          default -> throw new InterpretException("the date format '" + format + "' is not known");
        };
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .format(LocalDate.now(ZoneOffset.UTC));
  }
}
