/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Arrays;

/**
 * Images of one size with a class label each. A row holds the planes of an image one after the other (grey; or red,
 * green, blue), each row by row from the top. Immutable and safe for use from several threads.
 */
public final class LabelledImages {
    private static final int KEY = 201;
    /** Luma of ITU-R BT.601. */
    private static final float[] GREY_WEIGHTS = {0.299f, 0.587f, 0.114f};

    private final Frames frames;
    private final int[] labels;
    private final int height;
    private final int width;

    private LabelledImages(Frames frames, int[] labels, int height, int width) {
        this.frames = frames;
        this.labels = labels;
        this.height = height;
        this.width = width;
    }

    /**
     * Puts images and labels together.
     *
     * @param frames one image per row, of planes × height × width values
     * @param labels one per row, copied
     * @param height pixels, at least 1
     * @param width pixels, at least 1
     * @return the images
     * @throws IllegalArgumentException if the sizes do not fit one another
     */
    public static LabelledImages of(Frames frames, int[] labels, int height, int width) {
        if (labels.length != frames.size()) {
            throw new IllegalArgumentException("there must be as many labels as images, got " + labels.length
                    + " labels for " + frames.size() + " images");
        }
        if (height < 1 || width < 1 || frames.width() % ((long) height * width) != 0) {
            throw new IllegalArgumentException("images of " + frames.width()
                    + " values must have whole planes of height" + " × width, got " + height + " × " + width);
        }
        return new LabelledImages(frames, labels.clone(), height, width);
    }

    /**
     * The number of images.
     *
     * @return at least 1
     */
    public int size() {
        return labels.length;
    }

    /**
     * The pixels.
     *
     * @return one image per row, planes × height × width values
     */
    public Frames frames() {
        return frames;
    }

    /**
     * The labels.
     *
     * @return one per image, a copy
     */
    public int[] labels() {
        return labels.clone();
    }

    /**
     * The height of the images.
     *
     * @return pixels
     */
    public int height() {
        return height;
    }

    /**
     * The width of the images.
     *
     * @return pixels
     */
    public int width() {
        return width;
    }

    /**
     * The number of colour planes.
     *
     * @return 1 for grey, 3 for red, green and blue
     */
    public int planes() {
        return frames.width() / (height * width);
    }

    /**
     * Some of the images, for instance to split a set into parts for training and validation.
     *
     * @param from first image, at least 0
     * @param to one past the last, above {@code from}, at most {@link #size()}
     * @return a copy of these images
     * @throws IllegalArgumentException if the range is empty or exceeds the set
     */
    public LabelledImages range(int from, int to) {
        if (from < 0 || to <= from || to > size()) {
            throw new IllegalArgumentException(
                    "range must be within 0 and " + size() + " and not empty, got " + from + " to " + to);
        }
        float[] values = new float[(to - from) * frames.width()];
        for (int i = from; i < to; i++) {
            frames.read(i, values, (i - from) * frames.width());
        }
        String description = frames.description() + ", rows " + from + " to " + (to - 1);
        return new LabelledImages(
                Frames.wrap(values, frames.width(), description), Arrays.copyOfRange(labels, from, to), height, width);
    }

    /**
     * Converts colours to grey, {@code 0.299 R + 0.587 G + 0.114 B} (ITU-R BT.601).
     *
     * @return images of one plane; this object if it has one already
     * @throws IllegalStateException if the images have neither one plane nor three
     */
    public LabelledImages grey() {
        if (planes() == 1) {
            return this;
        }
        if (planes() != 3) {
            throw new IllegalStateException("grey needs images of 3 planes (red, green, blue), these have " + planes());
        }
        int pixels = height * width;
        float[] grey = new float[size() * pixels];
        float[] row = new float[3 * pixels];
        for (int i = 0; i < size(); i++) {
            frames.read(i, row, 0);
            for (int p = 0; p < pixels; p++) {
                grey[i * pixels + p] = GREY_WEIGHTS[0] * row[p]
                        + GREY_WEIGHTS[1] * row[pixels + p]
                        + GREY_WEIGHTS[2] * row[2 * pixels + p];
            }
        }
        return new LabelledImages(Frames.wrap(grey, pixels, frames.description() + ", grey"), labels, height, width);
    }

    /**
     * Cuts square patches at random places from random images of one plane, and takes from each its mean.
     *
     * @param side of a patch in pixels, at least 2 and at most the height and the width
     * @param count patches, at least 1
     * @param seed the same seed gives the same patches, and the first patches do not depend on the count
     * @return one patch per row, side² values of mean 0
     * @throws IllegalArgumentException if side or count is out of range
     * @throws IllegalStateException if the images have more than one plane; see {@link #grey}
     */
    public Frames patches(int side, int count, long seed) {
        if (side < 2 || side > Math.min(height, width)) {
            throw new IllegalArgumentException(
                    "side must be from 2 to " + Math.min(height, width) + " pixels, got " + side);
        }
        if (planes() != 1) {
            throw new IllegalStateException("patches are cut from images of 1 plane, these have " + planes());
        }
        float[] patches = new float[Pixels.capacity(count, side * side)];
        float[] image = new float[frames.width()];
        long key = CounterNoise.key(seed, Purpose.GENERATION, KEY);
        for (int i = 0; i < count; i++) {
            frames.read(pick(key, 3L * i, size()), image, 0);
            int top = pick(key, 3L * i + 1, height - side + 1);
            int left = pick(key, 3L * i + 2, width - side + 1);
            cut(image, top, left, side, patches, i * side * side);
        }
        String description = ", patches of " + side + " × " + side + ", seed " + seed;
        return Frames.wrap(patches, side * side, frames.description() + description);
    }

    private static int pick(long key, long index, int bound) {
        return (int) (CounterNoise.uniform(key, index) * bound);
    }

    private void cut(float[] image, int top, int left, int side, float[] target, int offset) {
        double sum = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float value = image[(top + y) * width + left + x];
                target[offset + y * side + x] = value;
                sum += value;
            }
        }
        float mean = (float) (sum / (side * side));
        for (int p = offset; p < offset + side * side; p++) {
            target[p] -= mean;
        }
    }

    @Override
    public String toString() {
        return frames.description() + ", " + height + " × " + width + " × " + planes();
    }
}
