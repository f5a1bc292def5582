package dev.nightshift.appraisal;

import dev.nightshift.appraisal.Practice.Checker;
import java.util.List;

/** Another program that reads programs. */
interface StaticChecker {
  /** Adds what it has to say, and says who that was; one that is not there says so. */
  Checker check(String source, List<Remark> remarks);
}
