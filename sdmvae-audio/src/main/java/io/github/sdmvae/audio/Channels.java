/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a file of several channels. A file of one channel needs no choice and takes any that exists in it.
 * Immutable.
 */
public final class Channels {
    private static final int NO_CHOICE = -2;
    private static final int MEAN = -1;
    private static final Channels UNDECIDED =
            new Channels(NO_CHOICE, "choose one with Channels.only(index) or average them with Channels.mix()");
    private static final Channels MIX = new Channels(MEAN, "");

    private final int index;
    private final String advice;

    private Channels(int index, String advice) {
        this.index = index;
        this.advice = advice;
    }

    /**
     * Refuse files of several channels, with an error that says what to choose.
     *
     * @return the choice made where the caller makes none
     */
    public static Channels undecided() {
        return UNDECIDED;
    }

    /**
     * Refuse files of several channels, like {@link #undecided()}, with an error that speaks a program's own language.
     *
     * @param advice how its users choose, for instance {@code "choose one with --channel"}; stands after the number of
     *     channels and a colon
     * @return the choice; equal to {@link #undecided()}
     */
    public static Channels undecided(String advice) {
        return new Channels(NO_CHOICE, Objects.requireNonNull(advice, "advice"));
    }

    /**
     * The mean of all channels.
     *
     * @return the choice
     */
    public static Channels mix() {
        return MIX;
    }

    /**
     * One channel.
     *
     * @param index from 0, the left one of a stereo file
     * @return the choice
     * @throws IllegalArgumentException if the index is negative
     */
    public static Channels only(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("channel index must be at least 0, got " + index);
        }
        return new Channels(index, "");
    }

    /**
     * Checks the choice against a file.
     *
     * @throws IllegalArgumentException if a choice is missing or the channel does not exist
     */
    void check(int channels) {
        if (index == NO_CHOICE && channels > 1) {
            throw new IllegalArgumentException("has " + channels + " channels, numbered from 0: " + advice);
        }
        if (index >= channels) {
            throw new IllegalArgumentException(
                    "has " + channels + " channels, numbered from 0: there is no channel " + index);
        }
    }

    /** One sample out of the frame of {@code channels} values that starts at {@code offset}. */
    double pick(double[] frame, int offset, int channels) {
        if (channels == 1) {
            return frame[offset];
        }
        if (index >= 0) {
            return frame[offset + index];
        }
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += frame[offset + c];
        }
        return sum / channels;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Channels that && that.index == index;
    }

    @Override
    public int hashCode() {
        return index;
    }

    @Override
    public String toString() {
        return index >= 0 ? "only(" + index + ")" : index == MEAN ? "mix" : "undecided";
    }
}
