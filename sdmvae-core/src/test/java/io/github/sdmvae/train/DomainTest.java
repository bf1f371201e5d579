/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.DomainCheck;
import io.github.sdmvae.likelihood.Domain;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that a likelihood is not defined for, and γ updates that contradict each other, are refused with the reason. */
class DomainTest {
    private static ModelDefinition definition(Likelihood likelihood) {
        return ModelDefinition.builder()
                .inputSize(5)
                .hidden(4)
                .latentSize(2)
                .likelihood(likelihood)
                .build();
    }

    private static FrameSource with(float value) {
        float[] values = new float[40 * 5];
        java.util.Arrays.fill(values, 0.5f);
        values[17 * 5 + 3] = value;
        return new FrameSource() {
            @Override
            public int size() {
                return 40;
            }

            @Override
            public int width() {
                return 5;
            }

            @Override
            public void read(int row, float[] target, int offset) {
                System.arraycopy(values, 5 * row, target, offset, 5);
            }

            @Override
            public String description() {
                return "my table";
            }
        };
    }

    private static Trainer trainer() {
        return Trainer.builder().epochs(1).batchSize(8).build();
    }

    @ParameterizedTest
    @CsvSource({
        "complexGaussian, -80.25",
        "bernoulli, 255",
        "bernoulli, -0.01",
        "bernoulli, NaN",
        "complexGaussian, NaN",
        "complexGaussian, Infinity",
        "gaussian, NaN",
        "gaussianLearnedVariance, -Infinity"
    })
    void valueOutside_isRefusedNamingRowColumnAndValue(String name, float value) {
        Likelihood likelihood = switch (name) {
            case "complexGaussian" -> Likelihood.complexGaussian();
            case "bernoulli" -> Likelihood.bernoulli();
            case "gaussian" -> Likelihood.gaussian(1);
            default -> Likelihood.gaussianLearnedVariance();
        };
        for (boolean validation : new boolean[] {false, true}) {
            FrameSource good = with(0.5f);
            assertThatThrownBy(() -> {
                        if (validation) {
                            trainer().fit(definition(likelihood), good, with(value));
                        } else {
                            trainer().fit(definition(likelihood), with(value), good);
                        }
                    })
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("my table")
                    .hasMessageContaining("row 17, column 3")
                    .hasMessageContaining(Float.toString(value));
        }
        Vae model = Vae.untrained(definition(likelihood));
        assertThatThrownBy(() -> model.evaluate(with(value))).hasMessageContaining("row 17, column 3");
    }

    @Test
    void refusal_namesTheLikelihoodAndAnotherOne() {
        assertThatThrownBy(() -> trainer().fit(definition(Likelihood.complexGaussian()), with(-3)))
                .hasMessageContaining("'complexGaussian'")
                .hasMessageContaining("powers")
                .hasMessageContaining("gaussian(variance)");
        assertThatThrownBy(() -> Vae.untrained(definition(Likelihood.complexGaussian()))
                        .encode(new float[][] {{1, 2, 3, -4, 5}}))
                .hasMessageContaining("row 0, column 3 holds -4.0");
    }

    @Test
    void refusal_namesTheColumnWhereTheDataHasNames() {
        float[][] rows = new float[20][5];
        rows[17][3] = -2;
        Frames named = Frames.of(rows).named(List.of("a", "b", "c", "load, kW", "e"));
        assertThatThrownBy(() -> trainer().fit(definition(Likelihood.complexGaussian()), named))
                .hasMessageContaining("row 17, column 3 (load, kW) holds -2.0 (both counted from 0)");
    }

    @ParameterizedTest
    @CsvSource({"0", "1023", "1024", "2500"})
    void check_findsTheFirstValueOutside_inAnyBlock(int at) {
        DomainCheck check = new DomainCheck(Likelihood.complexGaussian(), 7);
        float[] values = new float[7 * 400];
        values[0] = -0f;
        check.require(values, 400, "powers", i -> i);
        for (float bad : new float[] {-Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY}) {
            values[at] = bad;
            assertThatThrownBy(() -> check.require(values, 400, "powers", i -> i))
                    .hasMessageContaining("row " + at / 7 + ", column " + at % 7 + " holds " + bad);
        }
    }

    @Test
    void rowsThatFillABatch_areDataToo() {
        ModelDefinition definition = definition(new Positive(Likelihood.complexGaussian()));
        float[][] frames = TestParts.rows(TestParts.speechLike(3, 5, 2), 3);
        assertThat(Vae.untrained(definition).encode(frames)).hasNumberOfRows(3);
        assertThat(Vae.untrained(definition).tiled(8).encode(frames)).hasNumberOfRows(3);
    }

    /** Not defined for 0. */
    private record Positive(Likelihood rule) implements Likelihood {
        @Override
        public String name() {
            return "positive";
        }

        @Override
        public Domain domain() {
            return new Domain(Float.MIN_VALUE, Float.MAX_VALUE, "numbers above 0");
        }

        @Override
        public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
            rule.evaluate(rows, width, x, output, loss, gradient);
        }

        @Override
        public void mean(int rows, int width, double[] output, double[] mean) {
            rule.mean(rows, width, output, mean);
        }
    }

    @Test
    void zeros_areNoOffence() {
        assertThat(trainer()
                        .fit(definition(Likelihood.complexGaussian()), with(0))
                        .history())
                .hasSize(1);
        assertThat(trainer().fit(definition(Likelihood.bernoulli()), with(1)).history())
                .hasSize(1);
    }

    @Test
    void gammaUpdate_ofTheModelIsUsed_andAContradictionRefused() {
        Prior stated = Prior.learnedVariance(GammaUpdate.inverseGamma(1, 0.1));
        ModelDefinition definition = definition(Likelihood.complexGaussian()).toBuilder()
                .prior(stated)
                .build();
        Frames data = TestParts.speechLike(40, 5, 2);
        assertThat(trainer().fit(definition, data).model().state().gamma()).isEqualTo(GammaUpdate.inverseGamma(1, 0.1));
        Trainer.Builder same = Trainer.builder().epochs(1).gammaUpdate(GammaUpdate.inverseGamma(1, 0.1));
        assertThat(same.build().fit(definition, data).history()).hasSize(1);
        assertThatThrownBy(() -> Trainer.builder()
                        .gammaUpdate(GammaUpdate.shared())
                        .build()
                        .fit(definition, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inverseGamma")
                .hasMessageContaining("shared");
        ModelDefinition normal =
                definition.toBuilder().prior(Prior.standardNormal()).build();
        assertThatThrownBy(() -> Trainer.builder()
                        .gammaUpdate(GammaUpdate.closedForm())
                        .build()
                        .fit(normal, data))
                .hasMessageContaining("'standardNormal' has no variances");
    }

    @Test
    void gammaOfZeroFromAUser_isRefusedByName() {
        GammaUpdate zero = GammaUpdate.custom(new io.github.sdmvae.prior.GammaFunction() {
            @Override
            public String name() {
                return "forgetful";
            }

            @Override
            public void update(io.github.sdmvae.prior.CodeBatch batch, double[] gamma) {
                gamma[0] = 0;
            }
        });
        assertThatThrownBy(() -> Trainer.builder()
                        .epochs(1)
                        .gammaUpdate(zero)
                        .build()
                        .fit(definition(Likelihood.complexGaussian()), TestParts.speechLike(40, 5, 2)))
                .hasMessageContaining("'forgetful'")
                .hasMessageContaining("code entry 0");
    }
}
