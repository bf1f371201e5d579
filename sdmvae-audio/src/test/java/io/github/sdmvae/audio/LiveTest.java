/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.sdmvae.audio.StftConfig.Padding;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.FrameCoder;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.DataTransform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTest {
    private static final AudioClip CLIP = AudioClip.of(TestAudio.noise(9000, 3), 16000);

    private static SpeechModel model(StftConfig stft) {
        Vae vae = Vae.untrained(ModelDefinition.builder()
                .inputSize(stft.bins())
                .hidden(16)
                .latentSize(4)
                .build());
        return SpeechModel.of(vae, SpeechFrontEnd.of(SpeechOptions.defaults().withStft(stft)));
    }

    private static StftConfig config(int length, int hop) {
        return new StftConfig(Window.hann(length), hop, Padding.ZEROS);
    }

    @ParameterizedTest
    @CsvSource({"64,16,7", "64,16,64", "63,20,100", "100,30,1000", "1024,256,333"})
    void frames_areThoseOfTheWholeSignal(int length, int hop, int pushed) {
        StftConfig config = config(length, hop);
        Spectrogram whole = Stft.of(config).forward(CLIP.samples());
        float[] samples = floats(CLIP);
        List<double[]> frames = new ArrayList<>();
        StreamingAnalysis analysis = StreamingAnalysis.of(config);
        for (int at = 0; at < samples.length; at += pushed) {
            analysis.push(samples, at, Math.min(pushed, samples.length - at), f -> frames.add(f.clone()));
        }
        // All frames that end before the signal does.
        assertThat(frames).hasSize((samples.length - (length - length / 2)) / hop + 1);
        for (int t = 0; t < frames.size(); t++) {
            for (int b = 0; b < config.bins(); b++) {
                assertThat(frames.get(t)[2 * b]).isCloseTo(whole.real(t, b), within(1e-5));
                assertThat(frames.get(t)[2 * b + 1]).isCloseTo(whole.imaginary(t, b), within(1e-5));
            }
        }
    }

    private static float[] floats(AudioClip clip) {
        double[] values = clip.samples();
        float[] samples = new float[values.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) values[i];
        }
        return samples;
    }

    @ParameterizedTest
    @CsvSource({"64,16", "63,20", "100,30", "1024,256"})
    void analysisAndSynthesis_giveTheSignalBack_laterByHalfAWindow(int length, int hop) {
        StftConfig config = config(length, hop);
        StreamingAnalysis analysis = StreamingAnalysis.of(config);
        StreamingSynthesis synthesis = StreamingSynthesis.of(config);
        float[] samples = floats(CLIP);
        float[] back = new float[samples.length + length];
        int[] frames = {0};
        analysis.push(samples, 0, samples.length, f -> {
            synthesis.add(f, back, frames[0] * hop);
            frames[0]++;
        });
        int half = length / 2;
        for (int i = 0; i < frames[0] * hop; i++) {
            assertThat(back[i]).isCloseTo(i < half ? 0 : samples[i - half], within(1e-5f));
        }
    }

    private static float[] live(LiveCoder live, float[] samples) {
        int block = live.blockSize();
        float[] out = new float[(samples.length / block) * block];
        float[] in = new float[block];
        float[] one = new float[block];
        for (int at = 0; at + block <= samples.length; at += block) {
            System.arraycopy(samples, at, in, 0, block);
            live.process(in, one);
            System.arraycopy(one, 0, out, at, block);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"64,16,48", "1024,256,768", "100,30,80"})
    void output_isThatOfTheWholeRecording_laterByTheDelay(int length, int hop, int delay) {
        SpeechModel model = model(config(length, hop));
        AudioClip clip = CLIP.normalisePeak(0.25);
        double[] whole = model.resynthesise(clip).sound().samples();
        LiveCoder live = LiveCoder.of(model, 0.25);
        assertThat(live.blockSize()).isEqualTo(hop);
        assertThat(live.delay()).isEqualTo(delay);
        float[] out = live(live, floats(clip));
        double largest = Arrays.stream(whole).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < out.length; i++) {
            double expected = i < delay ? 0 : whole[i - delay];
            assertThat((double) out[i]).isCloseTo(expected, within(1e-5 * largest));
        }
        live.reset();
        assertThat(live(live, floats(clip))).isEqualTo(out);
    }

    @Test
    void code_isThatOfTheNewestFrame() {
        StftConfig config = config(64, 16);
        SpeechModel model = model(config);
        AudioClip clip = CLIP.normalisePeak(1);
        float[][] codes = model.encode(clip);
        LiveCoder live = LiveCoder.of(model, 1);
        live(live, Arrays.copyOf(floats(clip), 50 * 16));
        float[] code = new float[4];
        live.code(code);
        // After 800 samples the newest whole frame has its middle at 768.
        assertThat(code).containsExactly(codes[48], within(1e-4f));
    }

    @ParameterizedTest
    @CsvSource({"64,16,1", "64,16,37", "63,20,160", "100,30,5000", "1024,256,100"})
    void pushes_ofAnySize_giveCodesAndSoundToTheLastSample(int length, int hop, int pushed) {
        SpeechModel model = model(config(length, hop));
        AudioClip clip = CLIP.normalisePeak(0.25);
        double[] whole = model.resynthesise(clip).sound().samples();
        float[] samples = floats(clip);
        LiveCoder live = LiveCoder.of(model, 0.25);
        float[] out = new float[samples.length + 3 * length];
        List<float[]> codes = new ArrayList<>();
        LiveSink sink = (frame, code, sound) -> {
            assertThat(frame).isEqualTo(codes.size());
            codes.add(code.clone());
            int start = (int) frame * hop - length / 2;
            for (int i = Math.max(0, -start); i < hop; i++) {
                out[start + i] = sound[i];
            }
        };
        for (int at = 0; at < samples.length; at += pushed) {
            live.push(samples, at, Math.min(pushed, samples.length - at), sink);
        }
        live.flush(sink);
        double largest = Arrays.stream(whole).map(Math::abs).max().orElseThrow();
        // Behind the end silence goes on, where the whole recording has fewer frames.
        for (int i = 0; i < samples.length - length; i++) {
            assertThat((double) out[i]).isCloseTo(whole[i], within(2e-5 * largest));
        }
        float[][] expected = model.encode(clip.normalisePeak(1));
        assertThat(codes.get(20)).containsExactly(expected[20], within(1e-4f));
        assertThat(live.frames()).isZero();
    }

    @Test
    void reset_forgetsCodesToo() {
        LiveCoder live = LiveCoder.of(model(config(64, 16)), 1);
        live(live, floats(CLIP));
        assertThat(live.frames()).isEqualTo(9000 / 16 - 1);
        float[] code = new float[4];
        live.code(code);
        assertThat(code).isNotEqualTo(new float[4]);
        live.reset();
        live.code(code);
        assertThat(code).isEqualTo(new float[4]);
    }

    @Test
    void throwingTask_doesNotHoldUpTheStream() {
        StreamingAnalysis analysis = StreamingAnalysis.of(config(64, 16));
        float[] samples = floats(CLIP);
        assertThatThrownBy(() -> analysis.push(samples, 0, 48, f -> {
                    throw new IllegalStateException("once");
                }))
                .hasMessage("once");
        StreamingAnalysis sound = StreamingAnalysis.of(config(64, 16));
        List<double[]> frames = new ArrayList<>();
        List<double[]> others = new ArrayList<>();
        // The task threw at the end of the first frame, after 32 samples.
        sound.push(samples, 0, 32, f -> {});
        sound.push(samples, 32, 320, f -> others.add(f.clone()));
        analysis.push(samples, 32, 320, f -> frames.add(f.clone()));
        assertThat(frames).hasSize(20);
        for (int t = 0; t < frames.size(); t++) {
            assertThat(frames.get(t)).isEqualTo(others.get(t));
        }
    }

    @Test
    void secondThread_isRefused() {
        SpeechModel model = model(config(64, 16));
        LiveCoder live = LiveCoder.of(model, 1);
        LiveSink nested = (frame, code, sound) -> live.push(new float[1], 0, 1, LiveSink.NONE);
        assertThatThrownBy(() -> live.push(new float[64], 0, 64, nested))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one LiveCoder per stream");
        live.push(new float[64], 0, 64, LiveSink.NONE);
    }

    @Test
    void sources_ofAnotherRate_areRefused_andClosedOnesSaySo() throws IOException {
        AudioClip clip = AudioClip.of(new double[] {0.5}, 48000);
        assertThatThrownBy(() -> SampleSource.of(clip, 16000)).hasMessageContaining("call resample(16000) first");
        AudioFormat format = new AudioFormat(44100, 16, 1, true, false);
        AudioInputStream stream = new AudioInputStream(new ByteArrayInputStream(new byte[4]), format, 2);
        assertThatThrownBy(() -> SampleSource.of(stream, 16000)).hasMessageContaining("44100.0 Hz, 16000 are wanted");
        SampleSource first = SampleSource.of(clip, 48000);
        SampleSource second = SampleSource.of(stream, 44100);
        for (SampleSource source : List.of(first, second)) {
            source.close();
            source.close();
            assertThatThrownBy(() -> source.read(new float[1])).hasMessage("the source is closed");
        }
    }

    @Test
    void blocks_leaveNoGarbage() {
        LiveCoder live = LiveCoder.of(model(StftConfig.speech()), 1);
        float[] in = new float[256];
        float[] out = new float[256];
        for (int i = 0; i < 256; i++) {
            in[i] = (float) Math.sin(i);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long perBlock = Long.MAX_VALUE;
        // What interpreted code allocates, compiled code does not.
        for (int round = 0; round < 300 && perBlock >= 2; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 200; i++) {
                live.process(in, out);
            }
            perBlock = Math.min(perBlock, (threads.getThreadAllocatedBytes(id) - before) / 200);
        }
        // What the counter itself takes, spread over the blocks.
        assertThat(perBlock).isLessThan(2);
    }

    @Test
    void frameCoder_computesWhatTheModelDoes() {
        float[][] rows = new float[6][5];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 5; j++) {
                rows[i][j] = (float) (100 * j + Math.sin(i + j));
            }
        }
        Vae model = Vae.untrained(ModelDefinition.builder()
                .inputSize(5)
                .hidden(4)
                .latentSize(3)
                .prior(Prior.spikeAndSlab(0.5))
                .likelihood(Likelihood.gaussian(1))
                .dataTransform(DataTransform.standardise(Frames.of(rows)))
                .build());
        FrameCoder coder = model.frameCoder();
        float[] code = new float[3];
        float[] back = new float[5];
        for (float[] row : rows) {
            float[] before = row.clone();
            coder.encode(row, code);
            assertThat(row).isEqualTo(before);
            assertThat(code).isEqualTo(model.encode(new float[][] {row})[0]);
            coder.decode(code, back);
            assertThat(back).isEqualTo(model.decode(new float[][] {code})[0]);
        }
        assertThatThrownBy(() -> coder.encode(new float[4], code)).hasMessage("frame must have 5 values, got 4");
        assertThatThrownBy(() -> coder.decode(new float[] {1, Float.NaN, 2}, back))
                .hasMessageContaining("finite");
    }

    @Test
    void whatDoesNotFit_isRefused() {
        SpeechModel model = model(config(64, 16));
        assertThatThrownBy(() -> LiveCoder.of(model, 0)).hasMessageContaining("1e30, got 0.0");
        assertThatThrownBy(() -> LiveCoder.of(model, 1e-60)).hasMessageContaining("got 1.0E-60");
        LiveCoder live = LiveCoder.of(model, 1);
        assertThatThrownBy(() -> live.process(new float[15], new float[16]))
                .hasMessageContaining("in must have 16 samples");
        float[] bad = new float[16];
        bad[3] = Float.NaN;
        assertThatThrownBy(() -> live.process(bad, new float[16])).hasMessageContaining("sample 3 is NaN");
        bad[3] = 1e30f;
        assertThatThrownBy(() -> live.process(bad, new float[16])).hasMessageContaining("sample 3 is 1.0E30");
        assertThatThrownBy(() -> live.code(new float[3])).hasMessage("receiver must have 4 values, got 3");
        StreamingSynthesis synthesis = StreamingSynthesis.of(config(64, 16));
        assertThatThrownBy(() -> synthesis.add(new double[7], new float[16], 0)).hasMessageContaining("66 numbers");
    }

    @Test
    void sources_giveBlocks_andZerosBehindTheEnd() throws IOException {
        try (SampleSource source = SampleSource.of(AudioClip.of(new double[] {0.5, -0.25, 1}, 8000), 8000)) {
            float[] block = new float[2];
            assertThat(source.read(block)).isTrue();
            assertThat(block).containsExactly(0.5f, -0.25f);
            assertThat(source.read(block)).isTrue();
            assertThat(block).containsExactly(1, 0);
            assertThat(source.read(block)).isFalse();
        }
        for (boolean bigEndian : new boolean[] {false, true}) {
            byte[] little = TestAudio.shorts(16384, -32768, 1);
            if (bigEndian) {
                for (int i = 0; i < little.length; i += 2) {
                    byte swapped = little[i];
                    little[i] = little[i + 1];
                    little[i + 1] = swapped;
                }
            }
            AudioFormat format = new AudioFormat(8000, 16, 1, true, bigEndian);
            SampleSource source = SampleSource.of(
                    new AudioInputStream(new ByteArrayInputStream(little), format, AudioSystem.NOT_SPECIFIED), 8000);
            float[] block = new float[4];
            assertThat(source.read(block)).isTrue();
            assertThat(block).containsExactly(0.5f, -1, 1 / 32768f, 0);
            assertThat(source.read(block)).isFalse();
        }
        AudioFormat stereo = new AudioFormat(8000, 16, 2, true, false);
        assertThatThrownBy(() ->
                        SampleSource.of(new AudioInputStream(new ByteArrayInputStream(new byte[4]), stereo, 1), 8000))
                .hasMessageContaining("one channel of signed 16 bits");
    }

    @Test
    void microphone_thatIsNotThere_isSaid() {
        Assumptions.assumeTrue(AudioSystem.getMixerInfo().length == 0, "needs a machine without sound");
        assertThatThrownBy(() -> SampleSource.microphone(16000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no microphone can be opened at 16000 Hz");
    }

    @Test
    void rateOfTheStream_isChecked() {
        SpeechModel model = model(config(64, 16));
        int rate = model.frontEnd().options().sampleRate();
        assertThat(LiveCoder.of(model, 1, rate).sampleRate()).isEqualTo(rate);
        assertThatThrownBy(() -> LiveCoder.of(model, 1, 48_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the model hears " + rate + " Hz, the stream has 48000")
                .hasMessageContaining("RateConverter.of(48000, " + rate + ")");
    }
}
