package dev.nightshift.versions;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit to the repository's own settings: those of the machine and of the person who runs this
 * are neither read nor written, and no git is started to find them.
 */
final class OwnSystem extends SystemReader.Delegate {
  private static boolean installed;

  private OwnSystem(SystemReader other) {
    super(other);
  }

  static synchronized void install() {
    if (!installed) {
      SystemReader.setInstance(new OwnSystem(SystemReader.getInstance()));
      installed = true;
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  /** What is told here JGit does, and the person's own git is not warned of it. */
  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    FileBasedConfig config = new Nothing(parent, fs);
    config.setBoolean("core", null, "fsyncObjectFiles", true);
    config.setBoolean("core", null, "fsyncRefFiles", true);
    return config;
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  /** Settings that are never read and never kept. */
  private static final class Nothing extends FileBasedConfig {
    Nothing(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
