/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/** Told of every frame of a stream that goes through a {@link LiveCoder}. */
@FunctionalInterface
public interface LiveSink {
    /** Takes nothing. */
    LiveSink NONE = (frame, code, sound) -> {};

    /**
     * Takes a frame.
     *
     * @param frame its number, from 0; its middle lies on sample frame · hop of the stream
     * @param code k values; the array is used again
     * @param sound a hop of finished samples, those from frame · hop − N/2 of the stream on, N being the window's length, and
     *     zeros before its first; the array is used again
     */
    void take(long frame, float[] code, float[] sound);
}
