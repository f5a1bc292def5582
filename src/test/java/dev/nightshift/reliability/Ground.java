package dev.nightshift.reliability;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What a scenario stands on.
 *
 * @param home the folder that it works in
 * @param database with all tables
 * @param acknowledged what was acknowledged, in order; it is not allowed to be lost
 * @param acknowledge takes down what has been acknowledged
 */
public record Ground(
    Path home, DataSource database, List<String> acknowledged, Consumer<String> acknowledge) {}
