/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sdmvae.audio.enhance.NoiseStart;
import io.github.sdmvae.examples.enhance.Recipe.Spectra;
import io.github.sdmvae.examples.enhance.Recipe.Variance;
import org.junit.jupiter.api.Test;

class RecipeNameTest {
    @Test
    void word_isARecipe() {
        RecipeName name = RecipeName.of("mh.k4.i80.gain.uniform.pauses.shared.f2.r20");
        assertThat(name.recipe())
                .isEqualTo(new Recipe(
                        MethodName.MH, 4, Spectra.PAUSES, Variance.SHARED, NoiseStart.UNIFORM, true, 80, 2, -20.0));
        assertThat(name.title())
                .isEqualTo(
                        "Metropolis–Hastings, K = 4, 80 iterations, uniform start, gain, γ shared, noise from pauses, 2 free"
                                + " components, noise left at -20 dB");
        assertThat(RecipeName.of("variational").recipe()).isEqualTo(Recipe.of(MethodName.VARIATIONAL));
        assertThat(RecipeName.of("fixed").title()).isEqualTo("fixed encoder");
    }

    @Test
    void otherWords_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeName.of("gibbs"))
                .withMessageContaining("one of [mh, langevin, mala, point, variational, fixed], got gibbs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeName.of("mh.k4.loud"))
                .withMessageContaining("got loud in mh.k4.loud");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeName.of("mh.f4"))
                .withMessageContaining("say pauses, too; got mh.f4");
    }
}
