package dev.nightshift.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * The quantised all-MiniLM-L6-v2 of the LangChain4j jar in an ONNX session of one thread.
 *
 * <p>LangChain4j's own class for this model opens a session with as many spinning threads as there
 * are cores, which takes them from the language model in the same process; a question is so short
 * that one thread computes it in a few milliseconds.
 */
final class MiniLmSession extends AbstractInProcessEmbeddingModel {
  static final int DIMENSION = 384;
  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private final OnnxBertBiEncoder encoder;

  private MiniLmSession(OnnxBertBiEncoder encoder, Executor executor) {
    super(executor);
    this.encoder = encoder;
  }

  /**
   * Loads the model from the class path; several texts are computed in parallel on the executor.
   *
   * @param libraries folder below which the native libraries are unpacked
   */
  static MiniLmSession load(Path libraries, Executor executor) {
    try {
      OnnxLibraries.in(libraries);
      return load(executor);
    } catch (IOException | OrtException | RuntimeException | LinkageError e) {
      throw new EmbeddingException(
          EmbeddingException.Code.LOAD,
          "the embedding model cannot be loaded (ONNX Runtime needs a 64-bit system that it"
              + " supports, and to load libraries from "
              + libraries
              + ", which must be writable and not mounted noexec): "
              + e,
          e);
    }
  }

  private static MiniLmSession load(Executor executor) throws IOException, OrtException {
    try (InputStream model = resource(MODEL);
        InputStream tokenizer = resource(TOKENIZER);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(model.readAllBytes(), options);
      return new MiniLmSession(
          new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN), executor);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = MiniLmSession.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name + " is not on the class path");
    }
    return in;
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }
}
