package dev.nightshift.workers;

import dev.nightshift.council.Deliberation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cases of nodes and what was decided of them, as the process sees them that waits. */
record WorkCases(JdbcClient jdbc, JdbcTemplate template) {

  /**
   * Leaves these cases and no others, and returns what is decided of them: not what is older than
   * {@code fresh}, and not where no seat replied.
   */
  Map<String, String> keep(String node, Map<String, String> cases, Duration fresh) {
    jdbc.sql(
            "delete from work_case where node = ? and coalesce(decided_at, 0) < "
                + WorkSql.NOW
                + " - ?")
        .params(node, fresh.toMillis())
        .update();
    Map<String, String> known = new HashMap<>();
    List<Object[]> remove = new ArrayList<>();
    jdbc.sql("select case_key, result from work_case where node = ?")
        .param(node)
        .query(
            row -> {
              String key = row.getString("case_key");
              String result = row.getString("result");
              if (result == null || !cases.containsKey(key) || isUnheard(result)) {
                remove.add(new Object[] {node, key});
              } else {
                known.put(key, result);
              }
            });
    template.batchUpdate("delete from work_case where node = ? and case_key = ?", remove);
    List<Object[]> add = new ArrayList<>();
    cases.forEach(
        (key, content) -> {
          if (!known.containsKey(key)) {
            add.add(new Object[] {node, key, content});
          }
        });
    template.batchUpdate("insert into work_case (node, case_key, content) values (?, ?, ?)", add);
    return known;
  }

  private static boolean isUnheard(String result) {
    return CaseText.deliberation(result) instanceof Deliberation.Abstained abstained
        && abstained.unheard();
  }

  /** What was decided of cases, by their names. */
  Map<String, String> results(String node, List<String> caseKeys) {
    Map<String, String> results = new HashMap<>();
    for (List<String> part : WorkSql.inParts(caseKeys)) {
      jdbc.sql(
              "select case_key, result from work_case where node = :node and case_key in (:keys)"
                  + " and result is not null")
          .param("node", node)
          .param("keys", part)
          .query(
              row -> {
                results.put(row.getString("case_key"), row.getString("result"));
              });
    }
    return results;
  }
}
