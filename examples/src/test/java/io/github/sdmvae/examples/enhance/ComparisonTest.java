/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static MixtureScores scores(int number, double level, double siSdr) {
        return new MixtureScores(
                number, "s" + number, number % 2 == 0 ? "rain" : "wind", level, Map.of("si_sdr", siSdr), 0.5);
    }

    private static final MethodResult NOISY = new MethodResult(
            "noisy", "noisy input", "1", List.of(scores(0, -5, -5), scores(1, 5, 5), scores(2, 5, 5.5)));
    private static final MethodResult GOOD =
            new MethodResult("good", "good", "1", List.of(scores(0, -5, 1), scores(1, 5, 9), scores(2, 5, 7.5)));
    private static final MethodResult BAD =
            new MethodResult("bad", "bad", "1", List.of(scores(1, 5, 4), scores(2, 5, 8)));

    private static final Comparison COMPARISON = new Comparison(NOISY, List.of(GOOD, BAD));

    @Test
    void improvement_isOverTheMixture() {
        Mean mean = COMPARISON.improvement(GOOD, Score.SI_SDR);
        assertThat(mean.mean()).isEqualTo(4);
        // 6, 4, 2: deviation 2, over √3.
        assertThat(mean.error()).isCloseTo(2 / Math.sqrt(3), within(1e-12));
        assertThat(mean.signed(2)).isEqualTo("+4.00 ± 1.15");
        assertThat(COMPARISON.worst(BAD, Score.SI_SDR)).isEqualTo(-1);
    }

    @Test
    void differences_arePaired() {
        Mean mean = Comparison.difference(BAD, GOOD, Score.SI_SDR, mixture -> true);
        assertThat(mean.count()).isEqualTo(2);
        assertThat(mean.mean()).isEqualTo((4 - 9 + 8 - 7.5) / 2);
    }

    @Test
    void tables_sayIt() {
        String text = new ComparisonText(COMPARISON, "some data", "good").markdown();
        assertThat(text)
                .contains("some data: 3 mixtures")
                .contains("| model | Δ SI-SDR dB | Δ ESTOI | Δ PESQ raw | Δ PESQ LQO wb | Δ SI-SDR at −5 dB |")
                .contains("| good | +4.00 ± 1.15 | – | – | – | +6.0 | +3.0 | +2.0 | 3 |")
                .contains("| bad | +0.75 ± 1.75 | – | – | – | – | +0.8 | −1.0 | 2 |")
                .contains("| model | rain | wind |")
                .contains("Difference to good, mixture by mixture")
                .contains("| noisy input | 1.83 |");
    }
}
