package dev.nightshift.serving;

import dev.nightshift.model.ModelException;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.serving.ServingException.Code;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Conversations as the tokens that training had. The tokenizer is not freed while it works. */
final class PromptTokens implements AutoCloseable {
  private final PromptEncoder prompts;
  private final ReadWriteLock encoding = new ReentrantReadWriteLock();
  private boolean closed;

  PromptTokens(PromptEncoder prompts) {
    this.prompts = prompts;
  }

  /**
   * The tokens up to the opening of the answer.
   *
   * @throws ServingException REQUEST when the template refuses the conversation, UNAVAILABLE after
   *     closing
   */
  int[] of(List<Turn> turns) {
    encoding.readLock().lock();
    try {
      if (closed) {
        throw new ServingException(Code.UNAVAILABLE, "the model is closed");
      }
      return prompts.encode(turns.stream().map(EngineSource::message).toList(), true);
    } catch (ModelException e) {
      throw new ServingException(Code.REQUEST, String.valueOf(e.getMessage()), e);
    } finally {
      encoding.readLock().unlock();
    }
  }

  /**
   * How many tokens a text is.
   *
   * @throws ServingException UNAVAILABLE after closing
   */
  int count(String text) {
    encoding.readLock().lock();
    try {
      if (closed) {
        throw new ServingException(Code.UNAVAILABLE, "the model is closed");
      }
      return prompts.tokenizer().encode(text).length;
    } finally {
      encoding.readLock().unlock();
    }
  }

  @Override
  public void close() {
    encoding.writeLock().lock();
    try {
      closed = true;
      prompts.tokenizer().close();
    } finally {
      encoding.writeLock().unlock();
    }
  }
}
