/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.random.RowNoise;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Noise of the kernel, bit for bit the library's own. */
class NoiseKernelTest {
    private static CudaEngine engine;

    @BeforeAll
    static void open() {
        engine = new CudaEngine(ShimDevice.ofCapability(75));
    }

    @AfterAll
    static void close() {
        if (engine != null) {
            engine.close();
        }
    }

    /** order: 1 by draw, 2 by point. */
    private static float[] drawn(RowNoise kind, long key, long first, int order, int rows, int samples, int width) {
        Kernels kernels = engine.kernels();
        CudaTensor target = CudaTensor.zeros(engine.transfers(), rows * samples, kind.parts() * width);
        CudaTensor state = CudaTensor.zeros(engine.transfers(), 1, 64);
        Sequence work = new Sequence();
        work.then(kernels.launch(
                KernelText.LAYERS,
                "step_begin",
                new Launch.Shape(1, 1, 1, 1, 0),
                state.address(),
                0L,
                0L,
                0,
                key,
                first,
                order,
                0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0));
        work.then(kernels.each(
                KernelText.NOISE,
                "noise",
                (long) rows * samples * width,
                state.address(),
                target.address(),
                engine.noiseTables(),
                rows,
                samples,
                width,
                BatchWork.kind(kind)));
        engine.transfers().run(work);
        float[] values = new float[target.length()];
        target.read(values, 0);
        target.free();
        state.free();
        return values;
    }

    @ParameterizedTest
    @EnumSource(RowNoise.class)
    void bits_areTheLibrarys_byDraw(RowNoise kind) {
        int rows = 500;
        int width = 37;
        float[] expected = new float[rows * 3 * kind.parts() * width];
        kind.fill(0x1234_5678_9abcL, 7, expected, 0, rows * 3, width);
        assertThat(drawn(kind, 0x1234_5678_9abcL, 7, 1, rows, 3, width)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(RowNoise.class)
    void bits_areTheLibrarys_byPoint(RowNoise kind) {
        int rows = 11;
        int samples = 4;
        int width = 5;
        int columns = kind.parts() * width;
        float[] expected = new float[rows * samples * columns];
        for (int i = 0; i < rows; i++) {
            for (int r = 0; r < samples; r++) {
                kind.fill(-99, (1000L + i) * samples + r, expected, (r * rows + i) * columns, 1, width);
            }
        }
        assertThat(drawn(kind, -99, 1000, 2, rows, samples, width)).isEqualTo(expected);
    }

    /** Beyond 3.65 standard deviations draws come from the tail: of 4 million some 1,000 do. */
    @Test
    void tails_areAmongTheDrawsCompared() {
        compare(4_000_000, 1);
    }

    @Test
    @Tag("slow")
    void hundredMillionDraws_haveTheSameBits() {
        compare(4_000_000, 25);
    }

    private static void compare(int count, int times) {
        int tails = 0;
        float[] expected = new float[count];
        for (int t = 0; t < times; t++) {
            long key = 0x5eed_0000L + t;
            RowNoise.NORMAL.fill(key, 0, expected, 0, count / 32, 32);
            float[] ours = drawn(RowNoise.NORMAL, key, 0, 1, count / 32, 1, 32);
            assertThat(Arrays.mismatch(ours, expected))
                    .as("first draw that differs")
                    .isEqualTo(-1);
            for (float v : ours) {
                tails += Math.abs(v) > 3.6541529 ? 1 : 0;
            }
        }
        assertThat(tails).isGreaterThan(500 * times);
    }
}
