/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;

/** The random numbers of chains, by place alone: threads and the order of tiles do not matter. */
interface Draws {

    /** What numbers are for. */
    enum Stream {
        /** Proposals and steps. */
        STEP(0),
        /** Acceptance. */
        ACCEPT(1),
        /** Draws for the updates of the noise. */
        SAMPLE(2),
        /** Codes of equal models, which must start apart. */
        START(3),
        /** First spectra of the noise. */
        BASIS(4),
        /** First activations of the noise. */
        ACTIVATION(5);

        /** Part of every key: never changed. */
        private final int number;

        Stream(int number) {
            this.number = number;
        }
    }

    /**
     * Where in a fit numbers are needed.
     *
     * @param stream what for
     * @param iteration from 0; the last chain counts as one more
     * @param sweep from 0
     * @param source from 0
     */
    record Place(Stream stream, int iteration, int sweep, int source) {}

    /**
     * Standard normal numbers for rows of codes.
     *
     * @param place where
     * @param firstRow the first frame
     * @param width k
     * @param target receives rows × k values
     */
    void normal(Place place, int firstRow, int width, double[] target);

    /**
     * Logarithms of uniform numbers.
     *
     * @param place where
     * @param firstRow the first frame
     * @param target receives one per frame
     */
    void logUniform(Place place, int firstRow, double[] target);

    /**
     * Draws of a seed.
     *
     * @param seed the user's
     */
    static Draws seeded(long seed) {
        return new Draws() {
            @Override
            public void normal(Place place, int firstRow, int width, double[] target) {
                float[] values = new float[target.length];
                CounterNoise.normal(key(seed, place), (long) firstRow * width, values, 0, values.length);
                for (int i = 0; i < values.length; i++) {
                    target[i] = values[i];
                }
            }

            @Override
            public void logUniform(Place place, int firstRow, double[] target) {
                long key = key(seed, place);
                for (int i = 0; i < target.length; i++) {
                    target[i] = StrictMath.log(CounterNoise.uniform(key, firstRow + i));
                }
            }
        };
    }

    /** The key of a place. */
    static long key(long seed, Place place) {
        return CounterNoise.key(
                seed, Purpose.ENHANCEMENT, place.stream().number, place.iteration(), place.sweep(), place.source());
    }
}
