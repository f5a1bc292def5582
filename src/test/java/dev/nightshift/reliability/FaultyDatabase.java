package dev.nightshift.reliability;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database whose changes and commits come in turn with those of a {@link Disk}. */
public final class FaultyDatabase extends DelegatingDataSource {
  private static final Set<String> RUNS =
      Set.of("execute", "executeUpdate", "executeLargeUpdate", "executeBatch");

  private final Disk disk;

  /** Over a real one. */
  public FaultyDatabase(DataSource real, Disk disk) {
    super(real);
    this.disk = disk;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = super.getConnection();
    return proxy(
        Connection.class,
        real,
        (method, arguments) -> {
          switch (method.getName()) {
            case "prepareStatement", "createStatement" -> {
              Statement statement =
                  (Statement) Objects.requireNonNull(invoke(real, method, arguments));
              return statement(method.getReturnType(), statement, sqlOf(arguments));
            }
            case "commit" -> {
              return inTurn(
                  new Operation(Operation.Kind.COMMIT, "transaction"), real, method, arguments);
            }
            default -> {
              return invoke(real, method, arguments);
            }
          }
        });
  }

  private Object statement(Class<?> type, Statement real, String prepared) {
    return proxy(
        type,
        real,
        (method, arguments) -> {
          String sql = prepared.isEmpty() ? sqlOf(arguments) : prepared;
          boolean changes = RUNS.contains(method.getName()) && !isQuery(sql);
          return changes
              ? inTurn(new Operation(Operation.Kind.SQL, brief(sql)), real, method, arguments)
              : invoke(real, method, arguments);
        });
  }

  private @Nullable Object inTurn(
      Operation operation, Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    tell(operation, true);
    Object result = invoke(real, method, arguments);
    tell(operation, false);
    return result;
  }

  private void tell(Operation operation, boolean before) throws SQLException {
    try {
      disk.inTurn(operation, before);
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  private static boolean isQuery(String sql) {
    String begin = sql.strip().toLowerCase(Locale.ROOT);
    return begin.startsWith("select") || begin.startsWith("with");
  }

  private static String brief(String sql) {
    String[] words = sql.strip().toLowerCase(Locale.ROOT).split("[\\s(]+", 4);
    return String.join(" ", java.util.Arrays.copyOf(words, Math.min(3, words.length)))
        .replaceAll(" set$", "")
        .replaceAll("^update (\\S+).*", "update $1");
  }

  private static String sqlOf(Object @Nullable [] arguments) {
    return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql
        ? sql
        : "";
  }

  /** Does one call of a proxy. */
  private interface Call {
    @Nullable Object run(Method method, Object @Nullable [] arguments) throws Throwable;
  }

  private static @Nullable Object invoke(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Object real, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            real.getClass().getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.run(method, arguments)));
  }
}
