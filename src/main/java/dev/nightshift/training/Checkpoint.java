package dev.nightshift.training;

import ai.djl.ndarray.NDArray;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.model.WeightForm;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The state of a run on disk: parameters, both moments, and where the run stands. One file,
 * replaced whole. Order and wording of the examples are functions of seed and epoch, so nothing
 * else is needed to go on exactly where the run stopped.
 *
 * <p>Format, big-endian: a JSON header as UTF string, the number of arrays, then name, length and
 * values of each; a CRC-32 of everything before it.
 */
final class Checkpoint {
  private static final Logger log = LoggerFactory.getLogger(Checkpoint.class);

  private final Path file;
  private final RunIdentity run;
  private final LoraParameters parameters;
  private final WeightForm form;

  private Checkpoint(Path file, RunIdentity run, LoraParameters parameters, WeightForm form) {
    this.file = file;
    this.run = run;
    this.parameters = parameters;
    this.form = form;
  }

  /** Where a run stands; lists have one entry an epoch and one a step. */
  record Position(
      int step, long tokens, List<Double> losses, List<Double> norms, EpochLoss.State epoch) {
    Position {
      losses = List.copyOf(losses);
      norms = List.copyOf(norms);
    }
  }

  private record Header(String run, WeightForm form, Position position) {}

  /** The checkpoint of a run. */
  static Checkpoint of(
      TrainingSpec spec, RunIdentity run, LoraParameters parameters, WeightForm form) {
    return new Checkpoint(file(spec), run, parameters, form);
  }

  /** How weights were kept, and so what was computed in, when a run's checkpoint was made. */
  static Optional<WeightForm> form(TrainingSpec spec, RunIdentity run) {
    Path file = file(spec);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      Header header = TrainingJson.MAPPER.readValue(in.readNBytes(in.readInt()), Header.class);
      return run.isOf(header.run()) ? Optional.of(header.form()) : Optional.empty();
    } catch (IOException | JacksonException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static Path file(TrainingSpec spec) {
    return spec.checkpoints().resolve("checkpoint.bin");
  }

  void save(Position position) {
    try {
      Files.createDirectories(file.getParent());
      AtomicFiles.write(
          file,
          stream -> {
            CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32());
            DataOutputStream out = new DataOutputStream(checked);
            writeText(out, TrainingJson.line(new Header(run.text(), form, position)));
            Map<String, NDArray> state = parameters.state();
            out.writeInt(state.size());
            for (Map.Entry<String, NDArray> entry : state.entrySet()) {
              out.writeUTF(entry.getKey());
              float[] values = entry.getValue().toFloatArray();
              out.writeInt(values.length);
              ByteBuffer bytes = ByteBuffer.allocate(values.length * 4);
              bytes.asFloatBuffer().put(values);
              out.write(bytes.array());
            }
            out.writeLong(checked.getChecksum().getValue());
          });
    } catch (IOException e) {
      throw new TrainingException(
          TrainingException.Code.IO, "the checkpoint could not be written: " + e.getMessage(), e);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Restores the parameters and tells where the run stands; empty when there is no checkpoint or it
   * is another run's.
   *
   * @throws TrainingException CHECKPOINT when the file is damaged
   */
  Optional<Position> load() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      Header header = TrainingJson.MAPPER.readValue(in.readNBytes(in.readInt()), Header.class);
      if (!run.isOf(header.run())) {
        log.warn(
            "{} is not used: it belongs to a run with {}; the training begins anew",
            file,
            run.differences(header.run()));
        return Optional.empty();
      }
      restore(in);
      long expected = checked.getChecksum().getValue();
      if (in.readLong() != expected) {
        throw damaged(file, "its checksum is wrong", null);
      }
      return Optional.of(header.position());
    } catch (IOException | JacksonException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private void restore(DataInputStream in) throws IOException {
    Map<String, NDArray> state = parameters.state();
    int count = in.readInt();
    if (count != state.size()) {
      throw damaged(file, "it has " + count + " arrays, not " + state.size(), null);
    }
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      NDArray target = state.get(name);
      byte[] bytes = in.readNBytes(in.readInt() * 4);
      if (target == null || bytes.length != target.size() * 4) {
        throw damaged(file, "array " + name + " does not fit", null);
      }
      float[] values = new float[bytes.length / 4];
      FloatBuffer floats = ByteBuffer.wrap(bytes).asFloatBuffer();
      floats.get(values);
      target.set(values);
    }
  }

  private static TrainingException damaged(
      Path file, @Nullable String why, @Nullable Exception cause) {
    String message =
        "the checkpoint " + file + " is damaged (" + why + "); delete it to start the run anew";
    return cause == null
        ? new TrainingException(TrainingException.Code.CHECKPOINT, message)
        : new TrainingException(TrainingException.Code.CHECKPOINT, message, cause);
  }
}
