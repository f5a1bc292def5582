package dev.nightshift.inference;

/** The schema that the structured model ships with. */
final class TradeAdjustment {
  static final String SCHEMA =
      """
      {"$schema": "https://json-schema.org/draft/2020-12/schema",
       "type": "object",
       "properties": {
         "ticker": {"type": "string"},
         "action": {"type": "string"},
         "side": {"enum": ["LONG", "SHORT"]},
         "new_stop_pct": {"type": "number"},
         "new_target_pct": {"type": "number"},
         "confidence": {"type": "number", "minimum": 0, "maximum": 1},
         "rationale": {"type": "string"}},
       "required": ["ticker", "action", "side", "new_stop_pct", "new_target_pct", "confidence",
         "rationale"],
       "additionalProperties": false}
      """;

  private TradeAdjustment() {}
}
