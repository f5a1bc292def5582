package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.GradientProgram;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.TestModel;
import dev.nightshift.model.WeightForm;
import dev.nightshift.model.Workspace;
import dev.nightshift.tensor.NativeRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Six LoRA steps on the real model against those of PEFT and torch.optim.AdamW in float32. In
 * bfloat16 the loss must fall as fast: adapters whose first updates are rounded away lag by 0.05
 * nats at the second step and 0.12 at the third, as PEFT's do (see docs/log.md).
 */
class SmolLmCurveIntegrationTests {
  private static final Path MODEL = TestModel.standard().file();

  @ParameterizedTest(name = "{0}, {1} layers kept, packed: {2}")
  @CsvSource({
    "QUANTISED,30,false,6,5e-4,2e-3",
    "QUANTISED,10,true,6,5e-4,2e-3",
    "FLOAT32,0,true,6,5e-4,2e-3",
    "BFLOAT16,30,true,6,1.5e-2,3e-2",
    "QUANTISED_BFLOAT16,0,false,6,1.5e-2,3e-2"
  })
  void lossAndGradientNormFollowTheReference(
      WeightForm form, int kept, boolean packed, int steps, double lossWithin, double normWithin)
      throws IOException {
    JsonNode reference = reference();
    NativeRuntime.start(2);
    try (GgufFile file = GgufFile.open(MODEL);
        NDManager owner = NativeRuntime.newManager()) {
      ModelSpec spec = ModelSpec.of(file);
      try (ModelWeights weights = ModelWeights.load(file, spec, form, 128);
          GradientProgram program = GradientProgram.compile(spec, form)) {
        LoraParameters parameters = LoraParameters.initial(owner, spec, TrainingOptions.defaults());
        formulaA(parameters);
        Workspace workspace = program.workspace(owner, 512, 256, kept);
        List<EncodedExample> rows = rows(reference);
        int t = 0;
        for (JsonNode step : reference.get("steps")) {
          if (t == steps) {
            break;
          }
          Batch batch = batch(rows, step, packed);
          float[] each = accumulate(program, weights, parameters, batch, workspace);
          double norm = update(program, parameters, ++t);
          double loss = 0;
          for (float one : each) {
            loss += one / (double) each.length;
          }
          double expectedNorm = step.get("grad_norm").asDouble();
          assertThat(loss)
              .as("loss of step %d", t)
              .isCloseTo(step.get("loss").asDouble(), within(lossWithin));
          assertThat(norm)
              .as("gradient norm of step %d", t)
              .isCloseTo(expectedNorm, within(normWithin * expectedNorm));
        }
        assertThat(t).isEqualTo(steps);
      }
    }
  }

  private static Batch batch(List<EncodedExample> examples, JsonNode step, boolean packed) {
    List<Batch.Draw> draws = new ArrayList<>();
    step.get("rows").forEach(row -> draws.add(new Batch.Draw(row.asInt(), 0)));
    Batch.Rows rows = Batch.Rows.of(examples, draws);
    Batch batch = packed ? Batch.packed(rows) : Batch.padded(rows);
    assertThat(batch.input().targets()).hasSize(step.get("answer_tokens").asInt());
    return batch;
  }

  private static float[] accumulate(
      GradientProgram program,
      ModelWeights weights,
      LoraParameters parameters,
      Batch batch,
      Workspace workspace) {
    try (NDManager scope = NativeRuntime.newManager()) {
      return program.accumulate(
          scope,
          batch.input(),
          batch.input().targets().length,
          workspace,
          2.0,
          weights,
          parameters.adapter(),
          parameters.accumulators());
    }
  }

  private static double update(GradientProgram program, LoraParameters parameters, int step) {
    try (NDManager scope = NativeRuntime.newManager()) {
      return program.update(
          scope,
          2e-4,
          step,
          0,
          0,
          parameters.adapter(),
          parameters.accumulators(),
          parameters.means(),
          parameters.squares());
    }
  }

  /** A = (1/√in) · sin(0.013 i + 0.7 k), k counting the modules. */
  private static void formulaA(LoraParameters parameters) {
    for (int k = 0; k < parameters.adapter().size() / 2; k++) {
      var a = parameters.adapter().get(2 * k);
      double bound = 1 / Math.sqrt((double) a.getShape().get(1));
      float[] values = new float[(int) a.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bound * Math.sin(0.013 * i + 0.7 * k));
      }
      a.set(values);
    }
  }

  private static List<EncodedExample> rows(JsonNode reference) {
    List<EncodedExample> rows = new ArrayList<>();
    for (JsonNode row : reference.get("rows")) {
      int[] ids = new int[row.get("ids").size()];
      int prompt = 0;
      for (int i = 0; i < ids.length; i++) {
        ids[i] = row.get("ids").get(i).asInt();
        if (row.get("labels").get(i).asInt() == -100) {
          prompt = i + 1;
        }
      }
      rows.add(new EncodedExample(List.of(ids), List.of(prompt), TrainingExample.Kind.TARGET));
    }
    return rows;
  }

  private static JsonNode reference() throws IOException {
    try (InputStream in =
        SmolLmCurveIntegrationTests.class.getResourceAsStream(
            "/reference/smollm2_lora_curve.json")) {
      return JsonMapper.shared().readTree(in);
    }
  }
}
