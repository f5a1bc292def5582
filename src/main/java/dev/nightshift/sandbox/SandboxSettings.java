package dev.nightshift.sandbox;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Python is run ({@code nightshift.sandbox.*}).
 *
 * @param boundary UNSAFE must be named by whoever trusts the programs
 * @param python the interpreter
 * @param userId user and group that a root's programs run as; nobody else may be it
 * @param warm interpreters that wait for programs
 * @param parallel programs at once; further ones wait
 * @param limits what one run may use, and the most that one may be given with a waiting interpreter
 * @param allowedImports modules that programs may import, unless they come with others
 */
public record SandboxSettings(
    @DefaultValue("full") Boundary boundary,
    @DefaultValue("/usr/bin/python3") String python,
    @DefaultValue("65500") int userId,
    @DefaultValue("3") int warm,
    @DefaultValue("8") int parallel,
    @DefaultValue Limits limits,
    @DefaultValue({
          "__future__",
          "abc",
          "array",
          "base64",
          "binascii",
          "bisect",
          "calendar",
          "cmath",
          "collections",
          "colorsys",
          "contextlib",
          "copy",
          "csv",
          "dataclasses",
          "datetime",
          "decimal",
          "difflib",
          "enum",
          "fractions",
          "functools",
          "graphlib",
          "hashlib",
          "heapq",
          "hmac",
          "html",
          "io",
          "itertools",
          "json",
          "keyword",
          "math",
          "numbers",
          "numpy",
          "operator",
          "pprint",
          "queue",
          "random",
          "re",
          "reprlib",
          "secrets",
          "statistics",
          "string",
          "struct",
          "sys",
          "textwrap",
          "threading",
          "time",
          "timeit",
          "traceback",
          "types",
          "typing",
          "unicodedata",
          "unittest",
          "uuid",
          "warnings",
          "weakref",
          "zlib",
          "zoneinfo"
        })
        List<String> allowedImports) {

  public SandboxSettings {
    if (!python.startsWith("/")) {
      throw new IllegalArgumentException("python must be an absolute path: " + python);
    }
    if (userId < 1 || userId > 2_000_000_000) {
      throw new IllegalArgumentException("userId must be a user's that is not root: " + userId);
    }
    if (warm < 0 || warm > 256) {
      throw new IllegalArgumentException("warm must be 0 to 256: " + warm);
    }
    if (parallel < 1 || parallel > 1024) {
      throw new IllegalArgumentException("parallel must be 1 to 1024: " + parallel);
    }
    allowedImports = List.copyOf(allowedImports);
  }

  /** The same with another boundary and other numbers. */
  public SandboxSettings with(Boundary other, int warmInterpreters, int atOnce) {
    return new SandboxSettings(
        other, python, userId, warmInterpreters, atOnce, limits, allowedImports);
  }
}
