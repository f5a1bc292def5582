package dev.nightshift.kernel;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.kernel.Products.Adapted;
import dev.nightshift.kernel.Products.Target;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelTraits;
import dev.nightshift.model.Projection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer that computes from the blocks of its file. Stretches of several
 * sequences go through the layers together: each piece of the weights is read once for all of them.
 * For one thread at a time; its workers work inside.
 *
 * <p>Sources of the formulas: RMSNorm (arXiv 1910.07467), rotary embedding (2104.09864),
 * grouped-query attention (2305.13245), SwiGLU (2002.05202), low-rank adaptation (2106.09685).
 */
public final class BlockTransformer implements AutoCloseable {
  private final ModelSpec spec;
  private final WeightMatrix embedding;
  private final OutputHead head;
  private final List<LayerWeights> layers = new ArrayList<>();
  private final Rotary far;
  private final Rotary near;
  private final Attention attention;
  private final float embeddingScale;
  private final WorkerPool workers;
  private final WeightCopies copies;
  private Workspace space;

  /**
   * Looks the weights up; the file must stay open.
   *
   * @param threads that compute, the caller's included
   * @param mostCopied bytes that weights may take in a faster layout besides those in the file; if
   *     it is not enough for all, none are copied
   * @throws dev.nightshift.gguf.GgufException when a tensor is missing, or of a type without a
   *     kernel ({@code UNSUPPORTED_TYPE})
   * @throws dev.nightshift.model.ModelException when a tensor's shape is not what the specification
   *     says
   */
  public BlockTransformer(GgufFile file, ModelSpec spec, int threads, long mostCopied) {
    this.spec = spec;
    this.embedding =
        LayerWeights.matrix(file.tensor("token_embd.weight"), spec.vocabulary(), spec.hidden());
    this.head = OutputHead.of(file, spec, embedding);
    for (int layer = 0; layer < spec.layers(); layer++) {
      layers.add(LayerWeights.of(file, spec, layer));
    }
    this.far = Rotary.far(file, spec);
    this.near = Rotary.near(spec);
    this.attention = new Attention(spec);
    this.embeddingScale = (float) spec.traits().embeddingScale();
    this.space = new Workspace(spec, 1);
    this.workers = new WorkerPool(threads);
    List<WeightMatrix> matrices = new ArrayList<>();
    matrices.add(head.matrix());
    layers.forEach(layer -> matrices.addAll(layer.matrices().values()));
    try {
      this.copies = WeightCopies.of(matrices, mostCopied, workers);
    } catch (RuntimeException | Error e) {
      workers.close();
      throw e;
    }
  }

  /** What is computed. */
  public ModelSpec spec() {
    return spec;
  }

  /** Bytes of weights that were copied into a faster layout. */
  public long copied() {
    return copies.bytes();
  }

  /** How many threads compute. */
  public int threads() {
    return workers.threads();
  }

  /**
   * Gets the kernels compiled, which first answers would otherwise have to wait for. Useful before
   * the first pass, on a thread that has nothing else to do.
   *
   * @param most returns after that time at the latest
   */
  public void warmUp(Duration most) throws InterruptedException {
    new WarmUp(spec, layers.getFirst(), head.matrix(), far).run(most);
  }

  /**
   * Runs all chunks.
   *
   * @return logits [outputs of all chunks, vocabulary], row-major, in their order
   */
  public float[] run(List<TokenChunk> chunks) {
    int tokens = chunks.stream().mapToInt(chunk -> chunk.tokens().length).sum();
    if (space.tokens < tokens || space.tokens > 4 * tokens + 16) {
      space = new Workspace(spec, tokens);
    }
    Positions positions = Positions.of(chunks);
    begin(chunks, positions);
    Products products = new Products(workers, adapted(chunks));
    for (int layer = 0; layer < spec.layers(); layer++) {
      layer(layer, positions, products);
    }
    chunks.forEach(chunk -> chunk.known().grown(chunk.tokens().length));
    return head.logits(space.stream, chunks, products);
  }

  /** Embeds the tokens and computes their angles. */
  private void begin(List<TokenChunk> chunks, Positions positions) {
    int token = 0;
    for (TokenChunk chunk : chunks) {
      chunk.known().reserve(chunk.tokens().length);
      for (int id : chunk.tokens()) {
        int at = space.stream.at(token);
        embedding.row(id, space.stream.values(), at);
        Elementwise.scale(space.stream.values(), at, spec.hidden(), embeddingScale);
        far.prepare(space.far, token, positions.position(token));
        if (spec.traits().window().any()) {
          near.prepare(space.near, token, positions.position(token));
        }
        token++;
      }
    }
  }

  private static List<Adapted> adapted(List<TokenChunk> chunks) {
    List<Adapted> adapted = new ArrayList<>();
    int token = 0;
    for (TokenChunk chunk : chunks) {
      int end = token + chunk.tokens().length;
      @Nullable LowRankAdapter adapter = chunk.adapter();
      if (adapter != null) {
        adapted.add(new Adapted(token, end, adapter));
      }
      token = end;
    }
    return adapted;
  }

  private void layer(int index, Positions positions, Products products) {
    LayerWeights layer = layers.get(index);
    int tokens = positions.count();
    norm(layer.attentionNorm(), tokens);
    products.run(
        layer,
        index,
        space.normed,
        tokens,
        List.of(
            new Target(Projection.QUERY, space.query),
            new Target(Projection.KEY, space.key),
            new Target(Projection.VALUE, space.value)));
    each(tokens, token -> place(layer, index, positions, token));
    workers.run(
        tokens * spec.kvHeads(),
        piece -> {
          int token = piece / spec.kvHeads();
          attention.attend(
              positions.known(token),
              index,
              piece % spec.kvHeads(),
              firstSeen(index, positions.position(token)),
              positions.position(token) + 1,
              space.query.values(),
              space.attended.values(),
              space.query.at(token));
        });
    products.run(
        layer,
        index,
        space.attended,
        tokens,
        List.of(new Target(Projection.OUTPUT, space.projected)));
    add(layer.postNorms().get(Projection.OUTPUT), tokens);
    norm(layer.feedForwardNorm(), tokens);
    products.run(
        layer,
        index,
        space.normed,
        tokens,
        List.of(new Target(Projection.GATE, space.gate), new Target(Projection.UP, space.up)));
    each(tokens, this::gate);
    products.run(
        layer, index, space.gate, tokens, List.of(new Target(Projection.DOWN, space.projected)));
    add(layer.postNorms().get(Projection.DOWN), tokens);
  }

  private int firstSeen(int layer, int position) {
    ModelTraits.Window window = spec.traits().window();
    return window.in(layer) ? Math.max(0, position + 1 - window.tokens()) : 0;
  }

  private void gate(int token) {
    float[] gate = space.gate.values();
    float[] up = space.up.values();
    int at = space.gate.at(token);
    if (spec.traits().gelu()) {
      Elementwise.geglu(gate, up, at, spec.feedForward());
    } else {
      Elementwise.swiglu(gate, up, at, spec.feedForward());
    }
  }

  /** Biases, norms and rotation of a token's queries and keys; keys and values are kept. */
  private void place(LayerWeights layer, int index, Positions positions, int token) {
    boolean window = spec.traits().window().in(index);
    finish(layer, Projection.QUERY, window, token, spec.heads());
    finish(layer, Projection.KEY, window, token, spec.kvHeads());
    float @Nullable [] bias = layer.biases().get(Projection.VALUE);
    int value = space.value.at(token);
    if (bias != null) {
      Elementwise.add(space.value.values(), value, bias, 0, bias.length);
    }
    positions
        .known(token)
        .put(
            index,
            positions.position(token),
            space.key.values(),
            space.key.at(token),
            space.value.values(),
            value);
  }

  private void finish(
      LayerWeights layer, Projection projection, boolean window, int token, int heads) {
    TokenVectors vectors = projection == Projection.QUERY ? space.query : space.key;
    float[] values = vectors.values();
    int at = vectors.at(token);
    float @Nullable [] bias = layer.biases().get(projection);
    if (bias != null) {
      Elementwise.add(values, at, bias, 0, bias.length);
    }
    float @Nullable [] norm = layer.headNorms().get(projection);
    for (int head = 0; head < heads; head++) {
      int from = at + head * spec.headDim();
      if (norm != null) {
        Elementwise.norm(values, from, norm, spec.rmsEpsilon(), values, from, spec.headDim());
      }
      if (window) {
        near.turn(values, from, space.near, token);
      } else {
        far.turn(values, from, space.far, token);
      }
    }
  }

  private void norm(float[] weight, int tokens) {
    each(
        tokens,
        token ->
            Elementwise.norm(
                space.stream.values(),
                space.stream.at(token),
                weight,
                spec.rmsEpsilon(),
                space.normed.values(),
                space.normed.at(token),
                spec.hidden()));
  }

  /** Adds what was projected to the stream, normalised first where the model does so. */
  private void add(float @Nullable [] norm, int tokens) {
    float[] result = space.projected.values();
    if (norm != null) {
      for (int token = 0; token < tokens; token++) {
        int at = space.projected.at(token);
        Elementwise.norm(result, at, norm, spec.rmsEpsilon(), result, at, spec.hidden());
      }
    }
    Elementwise.add(space.stream.values(), 0, result, 0, tokens * spec.hidden());
  }

  /** Small work for each token; few tokens are not worth sharing. */
  private void each(int tokens, WorkerPool.Pieces work) {
    if (tokens >= 4 * workers.threads()) {
      workers.run(tokens, work);
    } else {
      for (int token = 0; token < tokens; token++) {
        work.run(token);
      }
    }
  }

  @Override
  public void close() {
    workers.close();
    copies.close();
  }
}
