/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void gammaUpdates_byName() {
        assertThat(GammaNames.parse("closed")).isEqualTo(GammaUpdate.closedForm());
        assertThat(GammaNames.parse("shared")).isEqualTo(GammaUpdate.shared());
        assertThat(GammaNames.parse("block:4")).isEqualTo(GammaUpdate.block(4));
        assertThat(GammaNames.parse("correlated:4,0.9")).isEqualTo(GammaUpdate.correlated(4, 0.9));
        assertThat(GammaNames.parse("smoothed:3,2,1")).isEqualTo(GammaUpdate.smoothed(3, 2, 1));
        assertThat(GammaNames.parse("Coupled:1,1")).isEqualTo(GammaUpdate.coupled(1, 1));
        assertThat(GammaNames.parse("anchored:2")).isEqualTo(GammaUpdate.anchored(2));
        assertThat(GammaNames.parse("recurrently-anchored:2")).isEqualTo(GammaUpdate.recurrentlyAnchored(2));
        assertThat(GammaNames.parse("innovation")).isEqualTo(GammaUpdate.innovation());
        for (String wrong : new String[] {"coupled", "block:1.5", "block", "closed:1", "open"}) {
            assertThatThrownBy(() -> GammaNames.parse(wrong)).hasMessageContaining("got " + wrong);
        }
        assertThatThrownBy(() -> GammaNames.parse("block:many")).hasMessageContaining("numbers");
    }

    @Test
    void modelOfTime_isTrainedSavedAndUsed() throws IOException {
        Path speech = TinySpeech.folder(folder);
        Path model = folder.resolve("time.sdmvae");
        Object[] args = {
            "TrainSpeech",
            speech,
            model,
            "--architecture",
            "rvae-bidirectional-free",
            "--cell",
            "GRU",
            "--gamma",
            "recurrently-anchored:2",
            "--hidden",
            4,
            "--latent",
            2,
            "--epochs",
            1,
            "--piece-frames",
            20,
            "--pieces",
            3
        };
        Started trained = Started.with(args);
        assertThat(trained.err()).contains("in 8 sequences, cut to 20 frames", "3 pieces a step");
        assertThat(trained.status()).isZero();
        SpeechModel again = SpeechModel.load(model);
        assertThat(again.vae().definition().dynamics())
                .isEqualTo(
                        Dynamics.bidirectionalRvae().withCell(RecurrentCell.GRU).withRecurrence(CodeRecurrence.NONE));
        assertThat(again.vae().definition().prior())
                .isEqualTo(Prior.learnedVariance(GammaUpdate.recurrentlyAnchored(2)));
        assertThat(again.vae().definition().inputTransform()).isEqualTo(InputTransform.logPower(1e-6, 5));
        Path in = folder.resolve("in.wav");
        TinySpeech.write(in, 0.7, 3);
        Path out = folder.resolve("out.wav");
        assertThat(Started.with("Resynthesize", model, in, out).status()).isZero();
        assertThat(AudioClip.read(out).length()).isEqualTo(AudioClip.read(in).length());
    }

    @Test
    void whatDoesNotFit_isRefused() throws IOException {
        Path speech = TinySpeech.folder(folder);
        Path model = folder.resolve("time.sdmvae");
        assertThat(Started.with("TrainSpeech", speech, model, "--architecture", "transformer")
                        .err())
                .contains("--architecture must be static, rvae", "got transformer");
        assertThat(Started.with("TrainSpeech", speech, model, "--architecture", "dkf-free")
                        .err())
                .contains("got dkf-free");
        assertThat(Started.with("TrainSpeech", speech, model, "--gamma", "coupled:1,1")
                        .err())
                .contains("'coupled' looks along time");
        assertThat(Started.with("TrainSpeech", speech, model, "--prior", "markov")
                        .err())
                .contains("'markov' looks along time");
    }
}
