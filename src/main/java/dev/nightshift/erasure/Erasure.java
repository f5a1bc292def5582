package dev.nightshift.erasure;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Forgotten;
import dev.nightshift.adapter.Taints;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.harvest.HarvestErasure;
import dev.nightshift.memory.Remembered;
import dev.nightshift.tuning.SealedWordings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Forgets on demand. One at a time, and no harvest meanwhile; the caller sees to it that no night
 * runs. What was cut off is finished by the next call, whatever that is asked to forget.
 */
public final class Erasure {
  private final ErasureParts parts;
  private final Taints taints;

  /** Erases from these. */
  public Erasure(ErasureParts parts) {
    this.parts = parts;
    this.taints = parts.adapters().taints();
  }

  /** What an order would take out; changes nothing. */
  public ErasureReport look(ErasureOrder order) {
    ErasureTarget target = ErasureTarget.of(order, taints.unfinished(), parts.memory());
    ErasableCode.Found code = code(order);
    HarvestErasure.Found found = found(target, order, code);
    return new ErasureReport(
        target.exchanges().size(),
        target.feedback(),
        found.rows().size(),
        found.entries().size(),
        (int) sealed(target, found).count(),
        code.runs().size(),
        List.of(),
        0,
        List.of(),
        parts.memory().toldOf(target.tellable()));
  }

  /**
   * Takes out what an order means.
   *
   * @param settle deals with the adapters that are tainted now; told of those that were taught
   *     nothing else, none of which may be there any more when it returns
   * @throws dev.nightshift.harvest.HarvestException BUSY when a harvest runs in this home
   * @throws dev.nightshift.memory.MemoryException when the memory cannot be written
   */
  public ErasureReport forget(ErasureOrder order, Consumer<List<AdapterVersion>> settle) {
    return parts.harvest().alone(() -> forgetAlone(order, settle));
  }

  private ErasureReport forgetAlone(ErasureOrder order, Consumer<List<AdapterVersion>> settle) {
    Instant now = parts.clock().instant();
    List<Forgotten> unfinished = taints.unfinished();
    ErasureTarget target = ErasureTarget.of(order, unfinished, parts.memory());
    ErasableCode.Found code = code(order);
    HarvestErasure.Found found = found(target, order, code);
    AdapterTraces traces = new AdapterTraces(parts.adapters(), questions(target, found));
    Forgotten meant =
        new Forgotten(
            UUID.randomUUID().toString(),
            now,
            false,
            List.copyOf(found.rowIds()),
            List.copyOf(target.ids()),
            target.places(),
            target.replayable(),
            List.of());
    Forgotten record = traces.taints(meant);
    boolean nothing = target.isEmpty() && found.rows().isEmpty() && found.entries().isEmpty();
    if (!nothing) {
      taints.record(record);
    }
    eraseCode(order, code);
    List<String> tainted = tainted();
    List<String> told = parts.memory().toldOf(target.tellable());
    Predicate<EvaluationItem> sealed = isSealed(target, found);
    int unsealed = parts.sealed().erase(sealed);
    settle.accept(traces.scrub());
    ForgottenLines lines =
        new ForgottenLines(
            new ForgottenTexts(Stream.concat(target.texts(), found.texts())),
            target.ids(),
            target.saidIds(),
            order.who());
    HomeFiles files = new HomeFiles(parts.home(), lines);
    List<Path> rewritten = new ArrayList<>(files.rewrite());
    if (!nothing || !unfinished.isEmpty()) {
      rewritten.addAll(files.remove(!found.rowIds().isEmpty()));
    }
    int stored = parts.stored().rewrite(lines::stored);
    parts.harvest().erase(found, target.ids(), now);
    if (!nothing || !unfinished.isEmpty()) {
      parts.memory().erase(target.ids(), target.said());
    }
    forgetRulings(target, unfinished);
    Stream.concat(nothing ? Stream.empty() : Stream.of(record), unfinished.stream())
        .forEach(one -> taints.record(one.done()));
    return new ErasureReport(
        target.exchanges().size(),
        target.feedback(),
        found.rows().size(),
        found.entries().size(),
        unsealed,
        code.runs().size(),
        rewritten.stream().map(file -> parts.home().root().relativize(file).toString()).toList(),
        stored,
        tainted,
        told);
  }

  private void eraseCode(ErasureOrder order, ErasableCode.Found code) {
    if (!code.runs().isEmpty()) {
      parts.code().erase(order.who(), code);
    }
  }

  /** After the memory: while a correction can be told, what was ruled about it holds. */
  private void forgetRulings(ErasureTarget target, List<Forgotten> unfinished) {
    Set<String> gone = new HashSet<>(target.ids());
    unfinished.forEach(one -> gone.addAll(one.exchanges()));
    parts.rulings().forget(gone);
  }

  private ErasableCode.Found code(ErasureOrder order) {
    return order.who().isEmpty() ? ErasableCode.Found.nothing() : parts.code().of(order.who());
  }

  private HarvestErasure.Found found(
      ErasureTarget target, ErasureOrder order, ErasableCode.Found code) {
    Set<String> behind = new LinkedHashSet<>(target.ids());
    behind.addAll(code.origins());
    if (order instanceof ErasureOrder.OfExchange(String id)) {
      behind.add(id); // Another node may have taken it out of a memory that is shared already.
    }
    Set<String> known = new HashSet<>();
    taints.unfinished().forEach(left -> known.addAll(left.rows()));
    ForgottenTexts corrections = new ForgottenTexts(target.corrections());
    return parts
        .harvest()
        .find(
            new HarvestErasure.Going(
                behind, target.corrected(), target.saidIds(), order.who(), known, corrections::in));
  }

  private List<String> tainted() {
    return parts.adapters().versions().stream()
        .filter(version -> taints.of(version).isPresent())
        .map(AdapterVersion::name)
        .toList();
  }

  /** Questions as rows have them: of rows, of lists, and as they were asked. */
  private static Set<String> questions(ErasureTarget target, HarvestErasure.Found found) {
    Set<String> questions = new LinkedHashSet<>();
    found.rows().stream().map(TrainingRow::instruction).forEach(questions::add);
    found.entries().stream().map(SideEntry::question).forEach(questions::add);
    target.exchanges().forEach(one -> questions.add(one.exchange().question()));
    return questions;
  }

  private Stream<EvaluationItem> sealed(ErasureTarget target, HarvestErasure.Found found) {
    return Stream.of(SealedSets.Kind.values())
        .flatMap(kind -> parts.sealed().items(kind).stream())
        .filter(isSealed(target, found));
  }

  /** Rewordings of rows that go, and praised answers that go; shipped questions stay. */
  private static Predicate<EvaluationItem> isSealed(
      ErasureTarget target, HarvestErasure.Found found) {
    List<String> taught = new ArrayList<>();
    found.rows().forEach(row -> taught.add(row.instruction()));
    found.entries().forEach(entry -> taught.add(entry.question()));
    Predicate<EvaluationItem> reworded = SealedWordings.of(taught);
    Set<EvaluationItem> praised = new HashSet<>();
    for (Remembered one : target.exchanges()) {
      if (!one.exchange().answer().isBlank()) {
        praised.add(EvaluationItem.answer(one.exchange().question(), one.exchange().answer()));
      }
    }
    return item -> item.keyword() == null && (reworded.test(item) || praised.contains(item));
  }
}
