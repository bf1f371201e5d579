/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.SampleReader;
import java.io.IOException;
import java.util.Arrays;

/**
 * A recording read from its file once, at the model's rate in a scratch file.
 *
 * @param rate of the file, in Hz
 * @param length samples in the file
 * @param clipping what was seen on the way
 * @param signal at the model's rate
 * @param peak of the signal
 */
record LongRecording(int rate, int length, ClippingDetector clipping, Signal signal, double peak) {

    static LongRecording read(SampleReader reader, int modelRate, ScratchFile scratch) throws IOException {
        return new Reading(reader, new Resampling(reader.sampleRate(), modelRate), scratch).run();
    }

    /** The signal at a peak of 1, as the model has seen its training data. */
    Signal level() {
        return new Signal() {
            @Override
            public int length() {
                return signal.length();
            }

            @Override
            public void read(int first, double[] target) {
                signal.read(first, target);
                for (int i = 0; i < target.length; i++) {
                    target[i] /= peak;
                }
            }
        };
    }

    /** Conversion while reading: pieces with what lies beside them. */
    private static final class Reading {
        private final SampleReader reader;
        private final Resampling resampling;
        private final ScratchFile scratch;
        private final ClippingDetector clipping = new ClippingDetector();
        private double[] held = new double[0];
        /** Number of the first sample that is held. */
        private long base;

        private long written;
        private double peak;

        Reading(SampleReader reader, Resampling resampling, ScratchFile scratch) {
            this.reader = reader;
            this.resampling = resampling;
            this.scratch = scratch;
        }

        LongRecording run() throws IOException {
            double[] next = new double[resampling.piece()];
            int read;
            do {
                read = reader.read(next);
                clipping.take(next, read);
                held = Arrays.copyOf(held, held.length + read);
                System.arraycopy(next, 0, held, held.length - read, read);
                requireCount(base + held.length);
                convert(read < next.length);
            } while (read == next.length);
            int length = (int) (base + held.length);
            return new LongRecording(
                    reader.sampleRate(), length, clipping, scratch.signal(resampling.length(length)), peak);
        }

        private static void requireCount(long samples) throws IOException {
            if (samples == 0) {
                throw new IOException("the file holds no samples");
            }
            if (samples > Integer.MAX_VALUE) {
                throw new IOException("the file has more than " + Integer.MAX_VALUE + " samples: cut it into pieces");
            }
        }

        /** Converts what is held, but for the end whose neighbours are yet to come, and lets go of what is not needed. */
        private void convert(boolean last) {
            long end = base + held.length;
            long until = last ? resampling.length(end) : resampling.shared(end - resampling.reach());
            if (held.length > 0 && until > written) {
                double[] converted = resampling.convert(held);
                int offset = (int) (written - resampling.shared(base));
                write(Arrays.copyOfRange(converted, offset, offset + (int) (until - written)));
            }
            long needed = Math.max(base, end - 2L * resampling.reach());
            if (!last) {
                held = Arrays.copyOfRange(held, (int) (needed - base), held.length);
                base = needed;
            }
        }

        private void write(double[] samples) {
            scratch.write(written, samples, samples.length);
            written += samples.length;
            for (double sample : samples) {
                peak = Math.max(peak, Math.abs(sample));
            }
        }
    }
}
