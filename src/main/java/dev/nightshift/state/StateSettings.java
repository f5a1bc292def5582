package dev.nightshift.state;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the state database is.
 *
 * @param url JDBC URL of a PostgreSQL or H2 database; empty for the H2 file {@code
 *     state/nightshift} of the home directory
 * @param user database user; empty for none
 * @param password its password; empty for none
 * @param connections most connections open at a time, 2 to 100
 */
public record StateSettings(
    @DefaultValue("") String url,
    @DefaultValue("") String user,
    @DefaultValue("") String password,
    @DefaultValue("8") int connections) {

  public StateSettings {
    url = url.strip();
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:h2:")) {
      throw new IllegalArgumentException(
          "state.url is \""
              + withoutSecrets(url)
              + "\"; allowed: empty (the file state/nightshift), jdbc:postgresql:… or jdbc:h2:…");
    }
    if (connections < 2 || connections > 100) {
      throw new IllegalArgumentException(
          "state.connections is " + connections + "; allowed: 2 to 100");
    }
  }

  /** The H2 file of the home directory. */
  public static StateSettings defaults() {
    return at("");
  }

  /** A database at {@code url}, without user and password. */
  public static StateSettings at(String url) {
    return new StateSettings(url, "", "", 8);
  }

  /** Whether it is the home's own file, which no other home can share. */
  public boolean isFileOfHome() {
    return url.isEmpty();
  }

  /** A JDBC URL without what may follow it: parameters and user information can hold a password. */
  static String withoutSecrets(String url) {
    return url.replaceFirst("//[^/@]*@", "//").replaceFirst("[?;].*", "");
  }

  @Override
  public String toString() {
    return "StateSettings[url=" + withoutSecrets(url) + ", connections=" + connections + "]";
  }
}
