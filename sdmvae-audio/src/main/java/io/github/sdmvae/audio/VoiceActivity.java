/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.audio.StftConfig.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where in a noisy recording somebody speaks, by the likelihood ratio of Sohn, Kim and Sung 1999, "A statistical model-based
 * voice activity detection": per frame, the mean over bins of log p(power | speech and noise) − log p(power | noise), both
 * complex Gaussian, the speech's variance by the decision-directed rule. The noise's spectrum is taken as constant over the
 * recording: in every bin the power that a fifth of the frames stay below, divided by what that is for noise of mean power 1.
 * Frames of 32 ms, every 8 ms, bins of 100 to 4000 Hz.
 *
 * <p>Made to find {@linkplain #noise noise without voice} that a noise model can be learned from, so that it rather takes
 * noise for voice than voice for noise: what changes suddenly (dishes, steps) counts as voice, and so does a voice in the
 * background. A recording without any pause has no noise to give.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one at once.
 */
public final class VoiceActivity {
    private static final double WINDOW_SECONDS = 0.032;
    private static final double LOWEST = 100;
    private static final double HIGHEST = 4000;
    private static final double QUANTILE = 0.2;
    /** −log(1 − quantile): the quantile of the power of complex Gaussian noise with mean 1. */
    private static final double QUANTILE_OF_NOISE = -Math.log1p(-QUANTILE);

    private static final double MEMORY = 0.98;
    private static final double LEAST_RATIO = Math.pow(10, -2.5);
    private static final double LARGEST_RATIO = 1e4;
    private static final double POWER_FLOOR = 1e-12;
    /** In nats per bin; noise alone gives less than 0.1. */
    private static final double THRESHOLD = 0.25;
    /** Frames on both sides that a frame's ratio is averaged with, and that a voice is prolonged by. */
    private static final int NEIGHBOURS = 4;

    private static final int HANGOVER = 6;
    private static final int BLOCK = 2000;
    /** Frames that reach over each other's rims, and some more so that a last block is never too short. */
    private static final int RIM = 16;

    private static final double LEAST_PAUSE = 0.1;
    private static final double FADE = 0.008;

    private final AudioClip clip;
    private final int hop;
    private final boolean[] voiced;

    private VoiceActivity(AudioClip clip, int hop, boolean[] voiced) {
        this.clip = clip;
        this.hop = hop;
        this.voiced = voiced;
    }

    /**
     * Part of a recording.
     *
     * @param from first sample
     * @param to sample behind the last
     */
    public record Stretch(int from, int to) {
        /**
         * Checks the order.
         *
         * @param from first sample
         * @param to sample behind the last
         * @throws IllegalArgumentException if it is empty or begins before the recording
         */
        public Stretch {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException(
                        "a stretch must begin at 0 or later and end behind its beginning, got " + from + " to " + to);
            }
        }
    }

    /**
     * Listens to a recording.
     *
     * @param clip at 8 kHz or more, of any level, longer than 16 ms
     * @return where there is a voice
     * @throws IllegalArgumentException if the rate is lower or the clip too short
     */
    public static VoiceActivity of(AudioClip clip) {
        int rate = clip.sampleRate();
        if (rate < 2 * HIGHEST) {
            throw new IllegalArgumentException("voices are looked for up to " + (int) HIGHEST
                    + " Hz, which needs a sample rate of at least " + (int) (2 * HIGHEST) + " Hz, got " + rate);
        }
        int hop = (int) Math.round(rate * WINDOW_SECONDS / 4);
        return new VoiceActivity(clip, hop, decide(ratios(powers(clip, hop))));
    }

    /** Of the bins that are listened to, frame by frame. */
    static double[][] powers(AudioClip clip, int hop) {
        StftConfig config = new StftConfig(Window.hann(4 * hop), hop, Padding.REFLECT);
        int first = (int) Math.ceil(LOWEST * 4 * hop / clip.sampleRate());
        int end = Math.min(config.bins(), (int) (HIGHEST * 4 * hop / clip.sampleRate()) + 1);
        double[][] power = new double[config.frames(clip.length())][end - first];
        for (int from = 0; from < power.length; from += BLOCK) {
            power(clip.shared(), config, from, first, power);
        }
        return power;
    }

    /**
     * Powers of a block of frames: a spectrogram of everything would take a gigabyte of five minutes at 48 kHz. The block is cut
     * with frames around it that are thrown away, since those at its rims would see reflections.
     */
    private static void power(double[] samples, StftConfig config, int from, int first, double[][] power) {
        int hop = config.hop();
        int begin = Math.max(0, from - RIM);
        int end = Math.min(power.length, from + BLOCK + RIM);
        int last = end == power.length ? samples.length : Math.min(samples.length, end * hop);
        Spectrogram block = Stft.of(config).forward(Arrays.copyOfRange(samples, begin * hop, last));
        for (int t = from; t < Math.min(power.length, from + BLOCK); t++) {
            for (int i = 0; i < power[t].length; i++) {
                double re = block.real(t - begin, first + i);
                double im = block.imaginary(t - begin, first + i);
                power[t][i] = Math.max(re * re + im * im, POWER_FLOOR);
            }
        }
    }

    private static double[] ratios(double[][] power) {
        double[] noise = noiseFloor(power);
        double[] before = new double[noise.length];
        double[] ratios = new double[power.length];
        for (int t = 0; t < power.length; t++) {
            double sum = 0;
            for (int f = 0; f < noise.length; f++) {
                double posterior = Math.min(power[t][f] / noise[f], LARGEST_RATIO);
                double prior = Math.max(MEMORY * before[f] + (1 - MEMORY) * Math.max(posterior - 1, 0), LEAST_RATIO);
                double wiener = prior / (1 + prior);
                sum += posterior * wiener - Math.log1p(prior);
                before[f] = wiener * wiener * posterior;
            }
            ratios[t] = sum / noise.length;
        }
        return ratios;
    }

    private static double[] noiseFloor(double[][] power) {
        double[] noise = new double[power[0].length];
        double[] column = new double[power.length];
        for (int f = 0; f < noise.length; f++) {
            for (int t = 0; t < column.length; t++) {
                column[t] = power[t][f];
            }
            Arrays.sort(column);
            noise[f] = column[(int) (QUANTILE * (column.length - 1))] / QUANTILE_OF_NOISE;
        }
        return noise;
    }

    private static boolean[] decide(double[] ratios) {
        boolean[] voiced = new boolean[ratios.length];
        for (int t = 0; t < ratios.length; t++) {
            int from = Math.max(0, t - NEIGHBOURS);
            int to = Math.min(ratios.length, t + NEIGHBOURS + 1);
            double mean = Arrays.stream(ratios, from, to).average().orElse(0);
            if (mean > THRESHOLD) {
                Arrays.fill(voiced, Math.max(0, t - HANGOVER), Math.min(ratios.length, t + HANGOVER + 1), true);
            }
        }
        return voiced;
    }

    /**
     * Samples from one decision to the next.
     *
     * @return 8 ms
     */
    public int hop() {
        return hop;
    }

    /**
     * The decisions.
     *
     * @return a copy: whether there is a voice around sample t · {@link #hop}
     */
    public boolean[] voiced() {
        return voiced.clone();
    }

    /**
     * Where nobody speaks for at least a tenth of a second.
     *
     * @return in order, possibly none
     */
    public List<Stretch> pauses() {
        List<Stretch> pauses = new ArrayList<>();
        int start = 0;
        for (int t = 0; t <= voiced.length; t++) {
            if (t == voiced.length || voiced[t]) {
                addPause(pauses, start, t);
                start = t + 1;
            }
        }
        return List.copyOf(pauses);
    }

    /** From frame to the one behind the last. */
    private void addPause(List<Stretch> pauses, int start, int end) {
        int from = start * hop;
        int to = Math.min(clip.length(), end == voiced.length ? clip.length() : (end - 1) * hop);
        if (to - from >= LEAST_PAUSE * clip.sampleRate()) {
            pauses.add(new Stretch(from, to));
        }
    }

    /**
     * The noise between the words: all pauses, put together with short fades.
     *
     * @param leastSeconds that are wanted, above 0
     * @return empty if all pauses together are shorter
     * @throws IllegalArgumentException if the number is out of range
     */
    public Optional<AudioClip> noise(double leastSeconds) {
        if (!(leastSeconds > 0)) {
            throw new IllegalArgumentException("the seconds of noise wanted must be above 0, got " + leastSeconds);
        }
        int fade = (int) (FADE * clip.sampleRate());
        List<Stretch> pauses = pauses();
        int length = pauses.stream().mapToInt(p -> p.to() - p.from()).sum() - fade * Math.max(0, pauses.size() - 1);
        if (length < leastSeconds * clip.sampleRate()) {
            return Optional.empty();
        }
        double[] noise = new double[length];
        int end = 0;
        for (Stretch pause : pauses) {
            end = append(noise, end, pause, fade);
        }
        return Optional.of(AudioClip.wrap(noise, clip.sampleRate()));
    }

    /** Fades keep the sum of powers, since the two pieces have nothing to do with each other. */
    private int append(double[] noise, int end, Stretch pause, int fade) {
        int start = end == 0 ? 0 : end - fade;
        for (int i = 0; i < pause.to() - pause.from(); i++) {
            double sample = clip.shared()[pause.from() + i];
            if (end > 0 && i < fade) {
                double angle = Math.PI / 2 * (i + 0.5) / fade;
                noise[start + i] = noise[start + i] * Math.cos(angle) + sample * Math.sin(angle);
            } else {
                noise[start + i] = sample;
            }
        }
        return start + pause.to() - pause.from();
    }
}
