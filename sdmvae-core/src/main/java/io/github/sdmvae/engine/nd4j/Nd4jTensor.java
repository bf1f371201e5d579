/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.kernels.Tensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A tensor over an INDArray, with direct buffers on its memory for fast transfers. */
final class Nd4jTensor implements Tensor {
    private final INDArray array;
    private final INDArray vector;
    private final @Nullable Pointer address;
    private final boolean onCard;
    private final @Nullable FloatBuffer floats;
    private final @Nullable DoubleBuffer doubles;
    private @Nullable INDArray scratch;
    private double @Nullable [] copy;

    /**
     * Wraps an array.
     *
     * @param onCard whether its values may lie where no pointer of the host reaches them
     */
    Nd4jTensor(INDArray array, boolean onCard) {
        this.array = array;
        this.onCard = onCard;
        this.vector = array.reshape(array.length());
        if (onCard) {
            this.address = null;
            this.floats = null;
            this.doubles = null;
            return;
        }
        Pointer start = array.data().addressPointer();
        boolean single = array.dataType() == DataType.FLOAT;
        FloatPointer asFloats = new FloatPointer(start).capacity(array.length());
        DoublePointer asDoubles = new DoublePointer(start).capacity(array.length());
        this.address = single ? asFloats : asDoubles;
        this.floats = single ? asFloats.asBuffer() : null;
        this.doubles = single ? null : asDoubles.asBuffer();
    }

    boolean isOnCard() {
        return onCard;
    }

    INDArray array() {
        return array;
    }

    /** The same values as a vector. */
    INDArray vector() {
        return vector;
    }

    /** Where the values lie: a FloatPointer or a DoublePointer. */
    Pointer address() {
        return Objects.requireNonNull(address, "the values lie on a card");
    }

    /** An array of the same shape to compute in, allocated once. */
    INDArray scratch() {
        if (scratch == null) {
            scratch = array.ulike();
        }
        return scratch;
    }

    /** The values as of now, in an array allocated once. */
    double[] hostCopy() {
        if (copy == null) {
            copy = new double[length()];
        }
        read(copy);
        return copy;
    }

    @Override
    public int rows() {
        return (int) array.size(0);
    }

    @Override
    public int columns() {
        return (int) array.size(1);
    }

    @Override
    public void write(float[] source, int offset) {
        if (floats != null) {
            floats.put(0, source, offset, length());
        } else if (doubles != null) {
            for (int i = 0; i < length(); i++) {
                doubles.put(i, source[offset + i]);
            }
        } else {
            assign(Nd4j.createFromArray(Arrays.copyOfRange(source, offset, offset + length())));
        }
    }

    private void assign(INDArray values) {
        array.assign(values.castTo(array.dataType()).reshape('c', array.shape()));
    }

    @Override
    public void write(double[] source) {
        if (doubles != null) {
            doubles.put(0, source, 0, length());
        } else if (floats != null) {
            for (int i = 0; i < length(); i++) {
                floats.put(i, (float) source[i]);
            }
        } else {
            assign(Nd4j.createFromArray(Arrays.copyOf(source, length())));
        }
    }

    @Override
    public void read(float[] target, int offset) {
        if (floats != null) {
            floats.get(0, target, offset, length());
        } else if (doubles != null) {
            for (int i = 0; i < length(); i++) {
                target[offset + i] = (float) doubles.get(i);
            }
        } else {
            System.arraycopy(array.dup('c').data().asFloat(), 0, target, offset, length());
        }
    }

    @Override
    public void read(double[] target) {
        if (doubles != null) {
            doubles.get(0, target, 0, length());
        } else if (floats != null) {
            for (int i = 0; i < length(); i++) {
                target[i] = floats.get(i);
            }
        } else {
            System.arraycopy(array.dup('c').data().asDouble(), 0, target, 0, length());
        }
    }

    @Override
    public Tensor view(int first, int rows, int columns) {
        INDArray part = vector.get(NDArrayIndex.interval(first, first + (long) rows * columns));
        return new Nd4jTensor(part.reshape('c', new long[] {rows, columns}), onCard);
    }
}
