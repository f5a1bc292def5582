package dev.nightshift.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;

/** Copies of the H2 file of a home, made while it is written to. */
public final class DatabaseCopy {
  private static final String SUFFIX = ".mv.db";

  private DatabaseCopy() {}

  /**
   * Writes a copy of the database as of now, and reads every table of it once.
   *
   * @param database an H2 database
   * @param file must not exist
   * @throws StateException UNAVAILABLE when it cannot be copied, or the copy not be read
   */
  public static void write(DataSource database, Path file) {
    Path zip = file.resolveSibling(file.getFileName() + ".zip");
    try {
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("backup to '" + zip.toString().replace("'", "''") + "'");
      }
      extract(zip, file);
      List<String> _ = tables(file);
    } catch (IOException | SQLException e) {
      throw new StateException(
          StateException.Code.UNAVAILABLE, "the state database could not be copied: " + e, e);
    } finally {
      delete(zip);
    }
  }

  /**
   * Reads every table of a database file that nobody has open, without changing it.
   *
   * @return the tables
   * @throws SQLException when it is damaged
   * @throws IOException when it cannot be read
   */
  public static List<String> tables(Path file) throws IOException, SQLException {
    Path named = file;
    if (!file.toString().endsWith(SUFFIX)) {
      named = Files.createLink(file.resolveSibling(file.getFileName() + SUFFIX), file);
    }
    String name = named.toString();
    String url =
        "jdbc:h2:file:"
            + name.substring(0, name.length() - SUFFIX.length())
            + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r;FILE_LOCK=NO;TRACE_LEVEL_FILE=0";
    List<String> tables = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery(
              "select table_name from information_schema.tables"
                  + " where table_schema = current_schema")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet all = statement.executeQuery("select * from \"" + table + "\"")) {
          while (all.next()) {
            // Reading it is what shows damage.
          }
        }
      }
    } finally {
      if (!named.equals(file)) {
        Files.deleteIfExists(named);
      }
    }
    return tables;
  }

  private static void extract(Path zip, Path file) throws IOException {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      List<? extends ZipEntry> stores =
          archive.stream()
              .filter(entry -> entry.getName().toLowerCase(Locale.ROOT).endsWith(SUFFIX))
              .toList();
      if (stores.size() != 1) {
        throw new IOException("H2's copy holds " + stores.size() + " files " + SUFFIX);
      }
      try (InputStream in = archive.getInputStream(stores.getFirst())) {
        Files.copy(in, file);
      }
    }
  }

  private static void delete(Path zip) {
    try {
      Files.deleteIfExists(zip);
    } catch (IOException e) {
      throw new StateException(StateException.Code.UNAVAILABLE, zip + " cannot be removed", e);
    }
  }
}
