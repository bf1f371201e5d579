/* SPDX-License-Identifier: Apache-2.0 */
package org.example;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.LiveCoder;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.pretrained.Pretrained;

/** Codes a sound by the shipped model without ND4J, whole and block by block. */
public final class SpeechConsumer {
    private SpeechConsumer() {}

    public static void main(String[] arguments) {
        SpeechModel model = Pretrained.speech16k();
        double[] samples = new double[16000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = 0.5 * Math.sin(0.05 * i) * Math.sin(0.001 * i);
        }
        float[][] codes = model.encode(AudioClip.of(samples, 16000));
        LiveCoder live = LiveCoder.of(model, 0.5);
        float[] in = new float[live.blockSize()];
        float[] out = new float[live.blockSize()];
        double energy = 0;
        for (int at = 0; at + in.length <= samples.length; at += in.length) {
            for (int i = 0; i < in.length; i++) {
                in[i] = (float) samples[at + i];
            }
            live.process(in, out);
            for (float sample : out) {
                energy += sample * sample;
            }
        }
        if (codes[0].length != 32 || !(energy > 0)) {
            throw new IllegalStateException(codes[0].length + " entries, energy " + energy);
        }
        System.out.println("consumer: all well");
    }
}
