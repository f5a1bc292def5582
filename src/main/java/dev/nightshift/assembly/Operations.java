package dev.nightshift.assembly;

/**
 * What a person or a script can have done, whoever does it: this process, or a running server over
 * HTTP. Requests and replies are the same either way, and so is their JSON.
 *
 * <p>Every method throws {@link OperationException} when it could not do what was asked; an
 * operation that ran and came out badly (a rollout that was rolled back) is a reply, not an
 * exception.
 */
public interface Operations extends AutoCloseable {
  /** Stage of the progress of a program whose first message is the run's id. */
  String RUN = "run";

  /** Answers a question and remembers the exchange. */
  Reply.Asked ask(Request.Ask request);

  /** Records what a person says of an exchange. */
  Reply.FeedbackRecorded feedback(Request.Feedback request);

  /** Takes exchanges of elsewhere into the memory. */
  Reply.Imported importExchanges(Request.Import request, Progress progress);

  /** Turns failed exchanges into training rows. */
  Reply.Harvested harvest(Request.Harvest request, Progress progress);

  /** Trains an adapter; it becomes the latest, not the active one. */
  Reply.Trained train(Request.Train request, Progress progress);

  /** Makes an adapter the active one, if it proves itself. */
  Reply.RolledOut deploy(Request.Deploy request, Progress progress);

  /** Takes the active adapter back. */
  Reply.RolledOut rollback(Request.Rollback request, Progress progress);

  /** Runs the nightly job now. */
  Reply.Night nightly(Request.Nightly request, Progress progress);

  /** How things stand. */
  Reply.Status status(Request.Status request);

  /** Scores questions with known answers. */
  Reply.Evaluated eval(Request.Eval request, Progress progress);

  /** Deploys a deliberately broken adapter and measures how it is caught. */
  Reply.RolledOut drill(Request.Drill request, Progress progress);

  /** Takes an exchange, or all of one author's, out of everything that is kept. */
  ForgottenReply forget(Request.Forget request, Progress progress);

  /** Writes a consistent copy of the home into one file, while it is used. */
  BackupReply backup(BackupRequest request, Progress progress);

  /** Looks into the quarantine, and rules about what is in it. */
  QuarantineReply quarantine(Request.Quarantine request);

  /**
   * Has a program written for a task. The progress tells first, as stage {@value #RUN}, the id of
   * the run, by which others can end it.
   */
  CodeReply code(Request.Code request, Progress progress);

  /** Lists runs of the code loop, shows one, or ends it. */
  CodeRunsReply codeRuns(CodeRunsRequest request);

  /** Looks into the versions of what the improver is told, and changes them. */
  PromptsReply prompts(PromptsRequest request, Progress progress);

  /** Tells what fails, why, and what was done about it. */
  GovernanceReply governance(GovernanceRequest request);

  /** Lists the nodes of the database and forgets them, deploys on all and takes all back. */
  FleetReply fleet(FleetRequest request, Progress progress);

  /** Looks into the versions of programs, and puts earlier ones in force. */
  VersionsReply versions(VersionsRequest request);

  @Override
  void close();
}
