package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.asking.AskService;
import dev.nightshift.asking.FeedbackService;
import dev.nightshift.augmentation.Augmenter;
import dev.nightshift.augmentation.CorrectionAugmenter;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.evaluation.Evaluator;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.harvest.HarvestLedger;
import dev.nightshift.harvest.Harvester;
import dev.nightshift.home.Home;
import dev.nightshift.memory.ErasableMemory;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ModelStore;
import dev.nightshift.nightly.NightHistory;
import dev.nightshift.nightly.NightlyRuntime;
import dev.nightshift.notify.Outbox;
import dev.nightshift.notify.OutboxSender;
import dev.nightshift.rollout.LiveTraffic;
import dev.nightshift.rollout.Rollouts;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.tracing.Traces;
import dev.nightshift.tuning.AdapterTrainer;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one pipeline. Each is made when it is first asked for: {@code status} loads no
 * model, {@code ask} opens no database. Thread-safe; what was made is closed in reverse.
 */
public final class Pipeline implements AutoCloseable {
  /** Held while a training has the GPU, or the models are reloaded. */
  final GpuTenants gpu = new GpuTenants();

  final CodeAssembly code = new CodeAssembly(this);
  final FleetAssembly fleet = new FleetAssembly(this);
  private final Home home;
  private final Settings settings;
  private final Progress progress;
  private final Clock clock = Clock.systemUTC();
  private final Closing closing = new Closing();

  private final LiveRequests traffic = new LiveRequests(clock);
  final EmbeddingAssembly embedding = new EmbeddingAssembly(System.getenv());
  private final Lazy<ErasableMemory> memory = new Lazy<>(this::openMemory);
  private final Lazy<StateDatabase> database = new Lazy<>(this::openDatabase);
  private final Lazy<AdapterStore> adapters = new Lazy<>(() -> new AdapterStore(home().loras()));
  private final Lazy<BaseModel> baseModel = new Lazy<>(this::resolveModel);
  private final Lazy<LanguageModel> model = new Lazy<>(this::openModel);
  private final Lazy<Outbox> outbox = new Lazy<>(this::openOutbox);
  private final Lazy<OutboxSender> outboxSender = new Lazy<>(this::openOutboxSender);
  private final Lazy<QuarantineAssembly> quarantine = new Lazy<>(this::openQuarantine);
  private final Lazy<AskService> asking = new Lazy<>(this::openAsking);
  private final Lazy<NightlyRuntime> nightly = new Lazy<>(this::openNightly);
  private final Lazy<Rollouts> rollouts = new Lazy<>(() -> RolloutAssembly.open(this));
  final Lazy<Traces> traces = new Lazy<>(() -> TraceAssembly.open(this));
  private final NightProgress nightProgress = new NightProgress();
  private volatile @Nullable String serverUrl;

  /** The pipeline of a home; nothing is made yet. */
  public Pipeline(Home home, Settings settings) {
    this(home, settings, Progress.silent());
  }

  /** The same, telling when making something takes long: a model that is fetched. */
  public Pipeline(Home home, Settings settings, Progress progress) {
    this.home = home;
    this.settings = settings;
    this.progress = progress;
  }

  /** Where it lives. */
  public Home home() {
    return home;
  }

  /** How it is set up. */
  public Settings settings() {
    return settings;
  }

  /** The clock of everything in it. */
  public Clock clock() {
    return clock;
  }

  /** Turns text into vectors. */
  public Embedder embedder() {
    return embedding.embedder();
  }

  /**
   * The memory, open for writing.
   *
   * @throws dev.nightshift.memory.MemoryException LOCKED when another process has it, CORRUPT
   */
  public ErasableMemory memory() {
    return memory.get();
  }

  /** The state database, its tables up to date. */
  public DataSource database() {
    return database.get().dataSource();
  }

  /** The adapters, recovered from whatever a crash left. */
  public AdapterStore adapters() {
    return adapters.get();
  }

  /** The models of the home. */
  public ModelStore models() {
    return new ModelStore(
        home.models(), ModelStore.defaultCache(System.getenv()), settings.serving().ollamaUrl());
  }

  /** The base model, fetched if need be. */
  public BaseModel baseModel() {
    return baseModel.get();
  }

  /** Any model that can be a base model, fetched if need be. */
  BaseModel resolve(String model) {
    return models().resolve(model, progress.fetching());
  }

  /** The model, serving the adapter that is current. */
  public LanguageModel model() {
    return model.get();
  }

  /** Whom to tell. */
  public Outbox outbox() {
    return outbox.get();
  }

  /** Sends what is in the outbox, once started. */
  public OutboxSender outboxSender() {
    return outboxSender.get();
  }

  /** Answers and remembers. */
  public AskService asking() {
    return asking.get();
  }

  /** Finds the corrections that go into prompts. */
  public Augmenter augmenter() {
    return new CorrectionAugmenter(
        memory(), embedder(), quarantine().screen(), settings.augmentation(), clock);
  }

  /** What users' requests met lately. */
  public LiveTraffic traffic() {
    return traffic;
  }

  /** Runs nights. */
  public NightlyRuntime nightly() {
    return nightly.get();
  }

  /** Remembers what people say. */
  public FeedbackService feedback() {
    return new FeedbackService(memory(), quarantine().intake(), clock);
  }

  /** Asks questions with known answers. */
  public Evaluator evaluator() {
    return new Evaluator(settings.evaluation().maxTokens());
  }

  /** Decides whom corrections may reach. */
  QuarantineAssembly quarantine() {
    return quarantine.get();
  }

  /** Everything harvested. */
  public TrainingRows trainingRows() {
    return new TrainingRows(home.trainingData());
  }

  /** Makes adapters of rows. */
  public AdapterTrainer trainer() {
    return TuningAssembly.trainer(this);
  }

  /** Hears how nights get on. */
  NightProgress nightProgress() {
    return nightProgress;
  }

  /** Questions never trained on. */
  public SealedSets sealedSets() {
    return new SealedSets(home.state().resolve("sealed"));
  }

  /** Makes rows of failures. */
  public Harvester harvester() {
    return HarvestAssembly.harvester(this);
  }

  /** What harvests have seen. */
  public HarvestLedger harvestLedger() {
    return new HarvestLedger(database());
  }

  /** Makes adapters active and takes them back, after having ended what a crash left open. */
  public Rollouts rollouts() {
    return rollouts.get();
  }

  /** Whether this process has the model open. */
  boolean modelOpen() {
    return model.isMade();
  }

  /** Whether this process has the memory open. */
  boolean memoryOpen() {
    return memory.isMade();
  }

  /** Address of the server in this process; null when there is none. */
  public @Nullable String serverUrl() {
    return serverUrl;
  }

  /** Says that this process serves at an address, or no longer does. */
  public void servesAt(@Nullable String url) {
    serverUrl = url;
  }

  /** Past nights. */
  public NightHistory nights() {
    return new NightHistory(database());
  }

  /** Keeps an object of others open until the pipeline is closed. */
  public <T extends AutoCloseable> T closeWithPipeline(String name, T what) {
    return closing.add(name, what);
  }

  private ErasableMemory openMemory() {
    return closing.add("the memory", MemoryAssembly.open(this));
  }

  private StateDatabase openDatabase() {
    return closing.add("the state database", StateDatabase.open(home, settings.state()));
  }

  private BaseModel resolveModel() {
    return resolve(settings.model().base());
  }

  private LanguageModel openModel() {
    return closing.add("the model", LanguageModels.open(this));
  }

  private Outbox openOutbox() {
    return new Outbox(database(), settings.notifications(), clock);
  }

  private OutboxSender openOutboxSender() {
    return closing.add(
        "the sender of notifications",
        new OutboxSender(outbox(), database(), settings.notifications(), clock));
  }

  private QuarantineAssembly openQuarantine() {
    return new QuarantineAssembly(this);
  }

  private AskService openAsking() {
    return asking(augmenter());
  }

  /** Asks the base model, telling it corrections in a way of its own. */
  AskService asking(Augmenter augmenter) {
    AskService service = new AskService(model(), memory(), augmenter, settings.serving(), clock);
    service.observe(traffic);
    return service;
  }

  private NightlyRuntime openNightly() {
    return closing.add("the nights", NightlyAssembly.open(this));
  }

  @Override
  public void close() {
    closing.close();
  }
}
