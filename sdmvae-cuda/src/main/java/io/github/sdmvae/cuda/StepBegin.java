/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.StepValues;
import java.util.Objects;

/** The kernel that tells all others what changes from step to step. Not thread-safe. */
final class StepBegin implements AutoCloseable {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    /** Room for the state, more than it takes. */
    private static final int BYTES = 256;
    /** Which argument is which. */
    private static final int DATA = 1;

    private static final int ORDER = 2;
    private static final int FIRST = 3;
    private static final int KEY = 4;
    private static final int FIRST_NOISE = 5;
    private static final int NOISE_ORDER = 6;
    private static final int SLOT = 7;
    private static final int CODE_SCALE = 8;
    private static final int BETA = 9;
    private static final int RELAXATION = 10;
    private static final int RATE = 11;
    private static final int ROOT = 12;
    private static final int CLIPPING = 13;
    private static final int LEARNING_RATE = 14;
    private static final int ROW_SCALE = 15;

    private final Memory memory;
    private final Launch launch;

    StepBegin(Kernels kernels) {
        memory = new Memory(kernels.device(), BYTES, "the state of a step");
        launch = kernels.launch(
                KernelText.LAYERS,
                "step_begin",
                new Launch.Shape(1, 1, 1, 1, 0),
                memory.address(),
                0L,
                0L,
                0,
                0L,
                0L,
                0,
                0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0);
    }

    long address() {
        return memory.address();
    }

    /**
     * Where the batch is.
     *
     * @param data address of rows
     * @param order address of their numbers
     * @param first where in the order the batch begins
     */
    void data(long data, long order, int first) {
        launch.set(DATA, data);
        launch.set(ORDER, order);
        launch.set(FIRST, first);
    }

    void noise(Noise noise) {
        launch.set(KEY, noise.key());
        launch.set(FIRST_NOISE, noise.first());
        launch.set(NOISE_ORDER, Objects.requireNonNull(noise.order()) == Noise.Order.BY_DRAW ? 1 : 2);
    }

    /** The host has written the noise itself. */
    void noiseIsGiven() {
        launch.set(NOISE_ORDER, 0);
    }

    /**
     * The rest, and off.
     *
     * @param perRow one over the data points or frames; 0 in a pass without gradients
     * @param slot where sums of terms go
     */
    void run(Lane lane, StepValues values, double perRow, int slot) {
        launch.set(SLOT, slot);
        launch.set(CODE_SCALE, values.beta() * perRow);
        launch.set(ROW_SCALE, perRow);
        launch.set(BETA, values.beta());
        launch.set(RELAXATION, values.relaxation());
        launch.set(RATE, rate(values));
        launch.set(ROOT, root(values));
        launch.set(CLIPPING, values.clipping());
        launch.set(LEARNING_RATE, values.learningRate());
        lane.launch(launch);
    }

    /** Adam's learning rate, corrected for the first moment's start. */
    static double rate(StepValues values) {
        return values.learningRate() / (1 - Math.pow(BETA_1, values.step() + 1.0));
    }

    /** Factor on the root of the second moment for its start. */
    static double root(StepValues values) {
        return 1 / Math.sqrt(1 - Math.pow(BETA_2, values.step() + 1.0));
    }

    @Override
    public void close() {
        memory.close();
    }
}
