/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the products of {@link CpuPseudoInputs} lose where components are narrow, σ_u far below the spread of their means: of the
 * divergence of an entry some 1e-7 of spread²/σ_u², since {@code ½q(σ² + μ²)P - qμ·mP + q·½m²P} cancel; of the
 * gradients about as much as the rounding of μ itself. An offset that all components have in common costs nothing.
 */
class NarrowComponentsTest {
    private static final int ROWS = 40;
    private static final int WIDTH = 16;
    private static final int COMPONENTS = 10;
    private static final CpuTeam TEAM = new CpuTeam(1);

    @AfterAll
    static void endHelpers() {
        TEAM.close();
    }

    /** Means of a size around an offset; each point lies at a component, half of its σ away, and its classifier knows. */
    private static CodeTensors compute(KernelEngine engine, double offset, double size, double logVariance) {
        Prior prior = Prior.pseudoInputs(0.3, COMPONENTS);
        CodeTensors t = new CodeTensors(engine, prior.shape(WIDTH), ROWS, 1, engine.allocate(1, WIDTH + 1));
        int columns = t.heads().columns();
        float[] heads = new float[t.heads().length()];
        Random random = new Random(4);
        for (int row = ROWS + COMPONENTS - 1; row >= 0; row--) {
            int component = ROWS + row % COMPONENTS;
            for (int j = 0; j < WIDTH; j++) {
                double mean = row >= ROWS
                        ? offset + size * random.nextGaussian()
                        : heads[component * columns + j] + 0.5 * Math.exp(0.5 * logVariance) * random.nextGaussian();
                heads[row * columns + j] = (float) mean;
                heads[row * columns + WIDTH + j] = (float) logVariance;
                heads[row * columns + 2 * WIDTH + j] = (float) random.nextGaussian();
            }
            heads[row * columns + 3 * WIDTH + component - ROWS] = 30;
        }
        t.heads().write(heads, 0);
        CodeStep step = engine.code(CodeRule.of(prior, GammaUpdate.closedForm(), ElboStrategy.asPublished()), t);
        step.sample(new CodePass(200, 1));
        return t;
    }

    /** The largest error of the divergence of an entry, and of the gradients relative to the largest gradient. */
    private static double[] errors(double offset, double size, double logVariance) {
        CodeTensors ours = compute(new CpuEngine(TEAM, false), offset, size, logVariance);
        CodeTensors exact = compute(HostEngine.of(Precision.FLOAT64), offset, size, logVariance);
        double[] divergence = error(ours.divergence(), exact.divergence());
        double[] gradient = error(ours.dHeads(), exact.dHeads());
        return new double[] {divergence[0], gradient[0] / gradient[1]};
    }

    /** Largest difference, largest value. */
    private static double[] error(Tensor ours, Tensor exact) {
        double[] a = new double[ours.length()];
        double[] b = new double[exact.length()];
        ours.read(a);
        exact.read(b);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
            size = Math.max(size, Math.abs(b[i]));
        }
        return new double[] {difference, size};
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "0, 1, -4", "0, 3, -6", "0, 3, -9", "0, 1, -12", "50, 1, -4", "50, 1, -9"})
    void productsLose_noMoreThanStated(double offset, double size, double logVariance) {
        double[] errors = errors(offset, size, logVariance);
        double ratio = size * Math.exp(-0.5 * logVariance);
        assertThat(errors[0]).as("divergence of an entry").isLessThan(2e-6 + 1e-6 * ratio * ratio);
        assertThat(errors[1]).as("gradient, relative to the largest").isLessThan(3e-6 * ratio);
    }
}
