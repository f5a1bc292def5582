package dev.nightshift.model;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chat templates are written for Python's Jinja; this puts what our Jinja library lacks or reads
 * otherwise into its terms. What is not covered fails when the template is rendered, and is refused
 * there. Lines stay where they are.
 */
final class TemplateDialect {
  /** Reads of other templates: a file's template stands alone; and a filter that fills memory. */
  static final Map<Context.Library, Set<String>> DISABLED =
      Map.of(
          Context.Library.TAG, Set.of("include", "import", "from", "extends"),
          Context.Library.FILTER, Set.of("batch"));

  private static final Pattern FILTER = Pattern.compile("\\|\\s*([A-Za-z_]\\w*)");
  private static final Pattern TEST = Pattern.compile("\\bis\\s+(?:not\\s+)?([A-Za-z_]\\w*)");
  private static final String NAMESPACE = "namespace(";

  private TemplateDialect() {}

  static String translate(String template) {
    return namespaces(template.replace("[::-1]", "|reverse"));
  }

  /** Puts the values of namespaces into parentheses: our library reads {@code a=b - 1} wrongly. */
  private static String namespaces(String template) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int at = template.indexOf(NAMESPACE); at >= 0; at = template.indexOf(NAMESPACE, from)) {
      int value = at + NAMESPACE.length();
      out.append(template, from, value);
      from = value;
      int depth = 1;
      for (int i = value; i < template.length() && depth > 0; i++) {
        char c = template.charAt(i);
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (depth == 0 || (depth == 1 && c == ',')) {
          out.append(parenthesised(template.substring(from, i))).append(c);
          from = i + 1;
        }
      }
    }
    return out.append(template, from, template.length()).toString();
  }

  private static String parenthesised(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0
        ? argument
        : argument.substring(0, equals + 1) + "(" + argument.substring(equals + 1) + ")";
  }

  /**
   * Adds what is missing. Filters and tests that nobody knows would silently give nothing: they
   * refuse when they are reached.
   */
  static void complete(Jinjava jinja, String template) {
    Context context = jinja.getGlobalContext();
    context.registerTag(new Generation());
    context.registerFilter(new Items());
    Matcher filters = FILTER.matcher(template);
    while (filters.find()) {
      if (context.getFilter(filters.group(1)) == null) {
        context.registerFilter(new Unknown("filter", filters.group(1)));
      }
    }
    Matcher tests = TEST.matcher(template);
    while (tests.find()) {
      if (context.getExpTest(tests.group(1)) == null) {
        context.registerExpTest(new Unknown("test", tests.group(1)));
      }
    }
  }

  /** {@code {% generation %}} marks what an assistant said, for training tools: as it stands. */
  private record Generation() implements Tag {
    @Override
    public String getName() {
      return "generation";
    }

    @Override
    public String interpret(TagNode node, JinjavaInterpreter interpreter) {
      StringBuilder text = new StringBuilder();
      for (Node child : node.getChildren()) {
        text.append(child.render(interpreter));
      }
      return text.toString();
    }
  }

  /** The pairs of a mapping. */
  private record Items() implements Filter {
    @Override
    public String getName() {
      return "items";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
      List<Object> items = new ArrayList<>();
      if (value instanceof Map<?, ?> map) {
        map.forEach((key, held) -> items.add(new ArrayList<>(List.of(key, held))));
      }
      return items;
    }
  }

  /** A filter or test of a name that is not known. */
  private record Unknown(String kind, String name) implements Filter, ExpTest {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
      throw refusal();
    }

    @Override
    public boolean evaluate(Object value, JinjavaInterpreter interpreter, Object... arguments) {
      throw refusal();
    }

    private InterpretException refusal() {
      return new InterpretException("the " + kind + " '" + name + "' is not known here");
    }
  }
}
