package dev.nightshift.prompts;

import dev.nightshift.codeloop.Instructions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Instructions that may be improved further: all that are the best on at least one task. A parent
 * is drawn as often as there are tasks on which it is. So one that is good at something rare is not
 * lost for another that is better on the average (L. A. Agrawal and others, "GEPA: Reflective
 * Prompt Evolution Can Outperform Reinforcement Learning", 2025, algorithm 2).
 */
final class CandidatePool {
  private final List<Member> members = new ArrayList<>();

  /**
   * Instructions and their score on each task.
   *
   * @param byTask the id of each task, and what was reached on it
   */
  record Member(Instructions instructions, Map<String, Double> byTask) {
    Member {
      byTask = Map.copyOf(byTask);
    }

    double mean() {
      return byTask.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
  }

  /** Takes one in; all have been tried on the same tasks. */
  void add(Member member) {
    members.add(member);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** The best on the average, the earlier of equals. */
  Member best() {
    return members.stream().max(Comparator.comparingDouble(Member::mean)).orElseThrow();
  }

  /** Draws one to be improved. */
  Member parent(RandomGenerator random) {
    List<Member> frontier = frontier();
    List<Member> tickets = new ArrayList<>();
    for (Member member : frontier) {
      long wins = member.byTask().keySet().stream().filter(task -> isBest(member, task)).count();
      for (long i = 0; i < wins; i++) {
        tickets.add(member);
      }
    }
    return tickets.get(random.nextInt(tickets.size()));
  }

  /** Those that are the best on a task, without those that another equals or beats everywhere. */
  List<Member> frontier() {
    return members.stream()
        .filter(one -> one.byTask().keySet().stream().anyMatch(task -> isBest(one, task)))
        .filter(one -> members.stream().noneMatch(other -> dominates(other, one)))
        .toList();
  }

  private boolean isBest(Member member, String task) {
    double own = score(member, task);
    return members.stream().allMatch(other -> score(other, task) <= own);
  }

  private static double score(Member member, String task) {
    return member.byTask().getOrDefault(task, 0.0);
  }

  /** At least as good everywhere and better somewhere. */
  private static boolean dominates(Member other, Member one) {
    boolean better = false;
    for (String task : one.byTask().keySet()) {
      if (score(other, task) < score(one, task)) {
        return false;
      }
      better |= score(other, task) > score(one, task);
    }
    return better;
  }
}
