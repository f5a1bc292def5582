package dev.nightshift.memory;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/**
 * How the index is written: as Lucene does by default, with less effort for the graphs of vectors.
 * A search takes fifty candidates from a graph and wants ten, so that graphs built with half the
 * effort find the same (docs/log.md), and building graphs is most of what an import costs. What was
 * written with another effort is read as before: the files do not differ.
 */
final class MemoryCodec {
  private static final int LINKS = 16;
  private static final int EFFORT = 50;

  private MemoryCodec() {}

  static Codec of() {
    KnnVectorsFormat graphs = new Lucene99HnswVectorsFormat(LINKS, EFFORT);
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return graphs;
      }
    };
  }
}
