package brokenfixture.serving;

import brokenfixture.memory.StoreManager;
import org.apache.lucene.document.Document;

/** Breaks: inheritance between our classes, a package it may not use, and Lucene's fence. */
public class LuceneReply extends StoreManager {
  private final Document document = new Document();

  @Override
  public String use() {
    return super.use() + document;
  }

  /** Breaks: an exception without a code. */
  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
