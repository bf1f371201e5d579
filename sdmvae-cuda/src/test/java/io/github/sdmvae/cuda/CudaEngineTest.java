/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.model.ModelDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole engine, all but the driver's calls, on kernels that run on the processor, against double precision. */
class CudaEngineTest {
    private static final double TOLERANCE = 5e-5;
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

    static Stream<CheckCase> everyPart() {
        return CheckCase.everyPart().stream();
    }

    @ParameterizedTest
    @MethodSource("everyPart")
    void model_agreesWithTheReference(CheckCase model) {
        assertThat(SelfCheck.run(engine, 5, List.of(model)))
                .allSatisfy(outcome ->
                        assertThat(outcome.worst()).as(outcome.toString()).isLessThanOrEqualTo(TOLERANCE));
        assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
    }

    static Stream<TimeCheck> overTime() {
        return TimeCheck.all().stream();
    }

    @ParameterizedTest
    @MethodSource("overTime")
    void modelOfTime_agreesWithTheReference_asRecordedSteps(TimeCheck model) {
        ShimDevice device = ShimDevice.ofCapability(75);
        try (CudaEngine card = new CudaEngine(device)) {
            SelfCheck.Outcome outcome =
                    SelfCheck.overTime(card, 5, List.of(model)).get(0);
            assertThat(outcome.worst()).as(outcome.toString()).isLessThanOrEqualTo(TOLERANCE);
        }
        assertThat(device.recordings())
                .as(
                        "a gradient, a step, one that clips, an evaluation, a decoding, the decoder alone each way, and a live frame"
                                + " each way")
                .isEqualTo(model.canStream() ? 9 : 7);
        assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
    }

    @Test
    void everyModelOfTheLibrary_hasItsKernels() {
        assertThat(CheckCase.everyPart())
                .allSatisfy(c -> assertThat(BatchWork.lacking(
                                c.graph(), Objective.of(c.definition().prior(), c.gamma(), c.elbo())))
                        .as(c.name())
                        .isEmpty());
        assertThat(TimeCheck.all())
                .allSatisfy(c -> assertThat(TimeWork.lacking(c.definition().graph(), c.objective()))
                        .as(c.name())
                        .isEmpty());
    }

    /** Models that have whole kernels, on a card with clusters. */
    static Stream<CheckCase> common() {
        List<String> names = List.of(
                "learned variances",
                "prior StandardNormal[]",
                "fixed gamma",
                "activation relu",
                "wide dictionary",
                "one of everything",
                "one row");
        return CheckCase.everyPart().stream().filter(c -> names.contains(c.name()));
    }

    @ParameterizedTest
    @MethodSource("common")
    void commonShape_agreesWithTheReference_inTwoKernels(CheckCase model) {
        checkCommon(model);
    }

    @Test
    void commonShapes_areThoseNamed() {
        assertThat(common()).hasSize(7);
        assertThat(CheckCase.everyPart().stream()
                        .filter(c -> CommonShape.Sizes.of(
                                        c.graph(), Objective.of(c.definition().prior(), c.gamma(), c.elbo()))
                                != null)
                        .map(CheckCase::name))
                .contains(common().map(CheckCase::name).toArray(String[]::new))
                .doesNotContain("learned dictionary", "free bits", "5 draws", "inverse gamma", "three hidden layers");
    }

    static Stream<CheckCase> paper() {
        return CheckCase.commonShapes().stream();
    }

    @ParameterizedTest
    @MethodSource("paper")
    @Tag("slow")
    void paperSize_agreesWithTheReference_inTwoKernels(CheckCase model) {
        Assumptions.assumeTrue(Boolean.getBoolean(ShimLibrary.PAPER), "it takes -Dshim.paper=true");
        checkCommon(model);
    }

    private static void checkCommon(CheckCase model) {
        ShimDevice device = ShimDevice.ofCapability(90);
        try (CudaEngine clusters = new CudaEngine(device)) {
            assertThat(SelfCheck.run(clusters, 6, List.of(model)))
                    .allSatisfy(outcome ->
                            assertThat(outcome.worst()).as(outcome.toString()).isLessThanOrEqualTo(TOLERANCE));
            assertThat(device.launched("common_pass")).as("passes").isEqualTo(6);
            assertThat(device.launched("common_update")).as("updates").isEqualTo(6);
        }
        assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
    }

    @Test
    void piecesOfAStep_runByThemselves() {
        ModelDefinition model =
                ModelDefinition.builder().inputSize(7).hidden(6).latentSize(3).build();
        try (StepProfile profile = StepProfile.of(engine, model, 4)) {
            assertThat(profile.names())
                    .contains("empty", "step", "noise", "adam", "likelihood", "product 4 x 7 x 6", "products", "upload")
                    .allSatisfy(name -> {
                        profile.choose(name);
                        profile.run();
                    });
            assertThatThrownBy(() -> profile.choose("lunch")).hasMessageContaining("there are");
        }
        assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
    }
}
