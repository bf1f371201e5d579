/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads run first to last and last to first, each up to the next barrier: kernels give the same bits either way, or lack a
 * barrier that a card would make show.
 */
class ThreadOrderTest {
    @AfterEach
    void forwards() {
        ShimLibrary.require();
        ShimLibrary.backwards(false);
    }

    private static void assertSameBothWays(Supplier<Map<String, double[]>> everything) {
        ShimLibrary.require();
        ShimLibrary.backwards(false);
        Map<String, double[]> forwards = everything.get();
        ShimLibrary.backwards(true);
        everything.get().forEach((name, values) -> assertThat(values).as(name).isEqualTo(forwards.get(name)));
    }

    private static Map<String, double[]> of(int capability, CheckCase model) {
        try (CudaEngine card = new CudaEngine(ShimDevice.ofCapability(capability))) {
            return SelfCheck.everything(card, 5, model);
        }
    }

    /** Every kernel that has barriers is in one of these. */
    static Stream<CheckCase> some() {
        List<String> names = List.of(
                "learned variances",
                "shared gamma",
                "slab, free bits",
                "prior PseudoInputs",
                "weighted, 5 draws",
                "learned dictionary, apart",
                "learned dictionary, bounded",
                "atoms of norm 1",
                "atoms of norm 1, learned dictionary",
                "selector and dictionary",
                "sparse decoding, proximal",
                "variances of features",
                "rows in chunks");
        return CheckCase.everyPart().stream().filter(c -> names.stream().anyMatch(c.name()::startsWith));
    }

    @ParameterizedTest
    @MethodSource("some")
    void models(CheckCase model) {
        assertSameBothWays(() -> of(75, model));
    }

    static Stream<CheckCase> all() {
        return CheckCase.everyPart().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    @Tag("slow")
    void everyModel(CheckCase model) {
        assertSameBothWays(() -> of(75, model));
    }

    static Stream<CheckCase> common() {
        return CudaEngineTest.common().filter(c -> !c.name().startsWith("fixed"));
    }

    @ParameterizedTest
    @MethodSource("common")
    void modelsInTwoKernels(CheckCase model) {
        assertSameBothWays(() -> of(90, model));
    }

    static Stream<MixtureCheck> mixtures() {
        return MixtureCheck.all().stream();
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void mixtures(MixtureCheck mixture) {
        assertSameBothWays(() -> {
            try (CudaEngine card = new CudaEngine(ShimDevice.ofCapability(75))) {
                return mixture.everything(card, 5);
            }
        });
    }

    static Stream<TimeCheck> overTime() {
        return TimeCheck.all().stream();
    }

    @ParameterizedTest
    @MethodSource("overTime")
    @Tag("slow")
    void modelsOfTime(TimeCheck model) {
        assertSameBothWays(() -> {
            try (CudaEngine card = new CudaEngine(ShimDevice.ofCapability(75))) {
                return model.everything(card, 5);
            }
        });
    }
}
