/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a training step by themselves, each recorded many times over, so that what is timed is the card's work and not
 * its launches. For benchmarks. Not thread-safe.
 */
public final class StepProfile implements AutoCloseable {
    /** How often a recording holds its piece. */
    public static final int TIMES = 50;

    private static final String EMPTY = "empty";
    private static final String STEP = "step";
    private static final String PRODUCTS = "products";
    private static final String UPLOAD = "upload";
    private static final long WORKSPACE = 32L << 20;

    private final @Nullable Profile profile;

    /** All of it; there is none before an engine is. */
    private static final class Profile {
        final Lane lane;
        final StepBegin begin;
        final TermsRing ring;
        final RecordingEngine recorder;
        final Pinned upload;
        final KernelParameters parameters;
        final Map<String, Consumer<Lane>> pieces = new LinkedHashMap<>();
        Lane.@Nullable Recording recording;

        Profile(CudaEngine engine, ModelDefinition model, int rows) {
            ModelGraph graph = model.graph();
            Objective objective = Objective.of(model.prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
            lane = engine.device().lane(WORKSPACE);
            begin = new StepBegin(engine.kernels());
            ring = new TermsRing(engine.device(), lane, TermsRing.Columns.PENALTIES, (sums, pass) -> {
                throw new IllegalStateException("nobody asks for terms here");
            });
            parameters = (KernelParameters) engine.allocate(graph, true);
            recorder = new RecordingEngine(engine, begin.address());
            BatchWork work = new BatchWork(recorder, engine.noiseTables(), graph, objective, parameters, rows, true);
            RingTerms terms = new RingTerms(recorder, ring, graph.penalties(), parameters.values());
            begin.run(lane, new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY), 1.0 / rows, 0);
            Sequence step = new Sequence();
            work.encode(step);
            work.draw(step, true);
            work.decode(step);
            new LossWork(recorder, graph, objective, work, terms).terms(step, true);
            work.backward(step, terms);
            new UpdateWork(recorder, parameters, ring).update(step, true);
            work.afterUpdate(step);
            step.named().forEach((name, piece) -> pieces.put(name, piece::on));
            pieces.put(EMPTY, pieces.getOrDefault("clip_gradient", step::each)); // one thread
            pieces.put(PRODUCTS, step::products);
            upload = engine.device().pinned(Math.toIntExact(work.data().bytes()));
            pieces.put(
                    UPLOAD,
                    on -> on.upload(
                            work.data().address(), upload, 0, work.data().bytes()));
            pieces.put(STEP, step::each);
        }
    }

    private StepProfile(@Nullable Profile profile) {
        this.profile = profile;
    }

    /**
     * No profile yet.
     *
     * @return one that can only be closed
     */
    public static StepProfile none() {
        return new StepProfile(null);
    }

    /**
     * The pieces of a step by cuBLAS and fused kernels.
     *
     * @param engine on a card
     * @param model what is trained
     * @param rows B
     * @return a profile, nothing chosen
     */
    public static StepProfile of(CudaEngine engine, ModelDefinition model, int rows) {
        return new StepProfile(new Profile(engine, model, rows));
    }

    private Profile profile() {
        return Objects.requireNonNull(profile, "there is no profile");
    }

    /**
     * What can be timed.
     *
     * @return names of kernels, {@code product} and a size, {@code products} for all of a step's, {@code upload} of a batch from
     *     page-locked memory, {@code empty} and {@code step}
     */
    public Set<String> names() {
        return profile().pieces.keySet();
    }

    /**
     * Records a piece.
     *
     * @param name one of {@link #names()}
     * @throws IllegalArgumentException if there is none of that name
     */
    public void choose(String name) {
        Consumer<Lane> piece = profile().pieces.get(name);
        if (piece == null) {
            throw new IllegalArgumentException("no piece of a step is named '" + name + "': there are " + names());
        }
        Lane lane = profile().lane;
        piece.accept(lane); // what is loaded or chosen at first use
        lane.finish();
        lane.beginRecording();
        for (int i = 0; i < TIMES; i++) {
            piece.accept(lane);
        }
        close(profile().recording);
        profile().recording = lane.endRecording();
    }

    private static void close(Lane.@Nullable Recording recording) {
        if (recording != null) {
            recording.close();
        }
    }

    /** Runs what was chosen {@link #TIMES} times and waits. */
    public void run() {
        profile().lane.run(Objects.requireNonNull(profile().recording, "nothing was chosen"));
        profile().lane.finish();
    }

    @Override
    public void close() {
        if (profile != null) {
            profile.lane.finish();
            close(profile.recording);
            profile.recorder.close();
            profile.upload.close();
            profile.ring.close();
            profile.begin.close();
            profile.parameters.close();
            profile.lane.close();
        }
    }
}
