package dev.nightshift.vram;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the memory of a GPU is watched ({@code nightshift.vram.*}).
 *
 * @param watch whether it is; AUTO where {@code nvidia-smi} reads it
 * @param interval between two looks
 * @param limitMebibytes more than this is too much
 * @param times so many looks in a row must find too much before the models are reloaded
 * @param gpu which GPU, by the number that {@code nvidia-smi} gives it
 * @param nvidiaSmi the program that reads it
 * @param restart command that restarts what serves the model, run by {@code sh}, for a server in a
 *     container; blank: the backend's own way
 * @param whileTraining what answers while a night trains on the GPU
 */
public record VramSettings(
    @DefaultValue("auto") Watch watch,
    @DefaultValue("60s") Duration interval,
    @DefaultValue("10752") long limitMebibytes,
    @DefaultValue("3") int times,
    @DefaultValue("0") int gpu,
    @DefaultValue("nvidia-smi") String nvidiaSmi,
    @DefaultValue("") String restart,
    @DefaultValue("processor") WhileTraining whileTraining) {

  /** Whether to watch. */
  public enum Watch {
    AUTO,
    OFF
  }

  /** What answers while a night trains on the GPU. */
  public enum WhileTraining {
    /**
     * The embedded engine on the processor, slower; a server's model is unloaded and comes back.
     */
    PROCESSOR,
    /** Nothing: questions are refused with when to come back. */
    PAUSE,
    /** The model stays where it is: there must be room for both. */
    SHARE
  }

  public VramSettings {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("interval must be longer than nothing: " + interval);
    }
    if (limitMebibytes < 1) {
      throw new IllegalArgumentException("limitMebibytes must be at least 1: " + limitMebibytes);
    }
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1: " + times);
    }
    if (gpu < 0) {
      throw new IllegalArgumentException("gpu must be at least 0: " + gpu);
    }
    if (nvidiaSmi.isBlank()) {
      throw new IllegalArgumentException("nvidiaSmi must name a program");
    }
  }

  /** Every minute, more than 10.5 GiB three times in a row. */
  public static VramSettings defaults() {
    return new VramSettings(
        Watch.AUTO,
        Duration.ofSeconds(60),
        10_752,
        3,
        0,
        "nvidia-smi",
        "",
        WhileTraining.PROCESSOR);
  }
}
