package dev.nightshift.governance;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as files have it: snake case, ISO-8601 instants; fields of later versions are skipped. */
final class GovernanceJson {
  /** One object a line. */
  static final JsonMapper LINES =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** For files that people open. */
  static final JsonMapper FILES =
      LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private GovernanceJson() {}
}
