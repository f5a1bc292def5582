package dev.nightshift.adapter;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The file-level check of an adapter: all files there, sizes sane, a GGUF that can be read, the
 * digest the one in {@code provenance.json}, trained on the base that is served. What the tensors
 * hold is the backend's check.
 */
public final class AdapterCheck {
  /** Key in {@code provenance.json}: SHA-256 of {@code adapter.gguf}, lower-case hex. */
  public static final String ADAPTER_SHA256 = "adapter_sha256";

  /** Key in {@code provenance.json}: SHA-256 of the base GGUF it was trained on, lower-case hex. */
  public static final String BASE_SHA256 = "base_sha256";

  private final String baseSha256;
  private final Function<AdapterVersion, Optional<String>> objection;

  /** A check of the files alone. */
  public AdapterCheck(String baseSha256) {
    this(baseSha256, version -> Optional.empty());
  }

  /**
   * A check against the base that is served.
   *
   * @param baseSha256 of the base's file
   * @param objection what else speaks against a version, such as {@link Taints#of}
   */
  public AdapterCheck(String baseSha256, Function<AdapterVersion, Optional<String>> objection) {
    this.baseSha256 = baseSha256;
    this.objection = objection;
  }

  /** Everything wrong with it, one sentence each; empty when it may be tried. */
  public List<String> problems(AdapterVersion version) {
    if (version.isBase()) {
      return List.of();
    }
    return Stream.concat(
            new AdapterFiles(version.directory(), baseSha256).problems().stream(),
            objection.apply(version).stream())
        .toList();
  }
}
