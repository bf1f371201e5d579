/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.train.Trainer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a table may depart from this library's protocol, to see whether that explains a difference from the paper's.
 *
 * @param lastWeights whether the last epoch's weights are scored, not those of the lowest validation loss
 * @param sampledCode whether recordings are coded by one draw, not by the mean
 * @param silence frames of digital silence that training and validation data get behind each hundred of their own, 0 to 100
 */
public record Protocol(boolean lastWeights, boolean sampledCode, int silence) {
    /** As the tables of this library are made. */
    public static final Protocol USUAL = new Protocol(false, false, 0);

    /**
     * Checks the range.
     *
     * @param lastWeights whether the last epoch's weights are scored, not those of the lowest validation loss
     * @param sampledCode whether recordings are coded by one draw, not by the mean
     * @param silence frames of digital silence that training and validation data get behind each hundred of their own, 0 to 100
     * @throws IllegalArgumentException naming the option, if it is out of range
     */
    public Protocol {
        if (silence < 0 || silence > 100) {
            throw new IllegalArgumentException("--silence must be 0 to 100, got " + silence);
        }
    }

    Trainer.Builder applyTo(Trainer.Builder trainer) {
        return lastWeights ? trainer.keepLast() : trainer;
    }

    FrameSource learned(FrameSource frames) {
        return silence == 0 ? frames : new SilentFrames(frames, silence);
    }

    Resynthesis resynthesise(SpeechModel model, AudioClip clip, long seed) {
        return sampledCode ? model.resynthesiseSample(clip, seed) : model.resynthesise(clip);
    }

    /** What is not as usual, by option. */
    Map<String, String> departures() {
        Map<String, String> all = new TreeMap<>();
        if (lastWeights) {
            all.put("--keep", "last");
        }
        if (sampledCode) {
            all.put("--code", "sample");
        }
        if (silence > 0) {
            all.put("--silence", Integer.toString(silence));
        }
        return all;
    }
}
