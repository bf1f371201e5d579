/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.DomainCheck;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.prior.CodeShape;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Brings data and noise into a batch's arrays, through buffers that are allocated once. */
final class Staging {
    private final BatchArrays batch;
    private final CodeShape shape;
    private final DomainCheck check;
    private final int width;
    private final BitSet checked = new BitSet();
    private @Nullable FrameSource checkedSource;
    private float @Nullable [] rowBuffer;
    private float @Nullable [] noiseBuffer;

    Staging(ModelGraph graph, BatchArrays batch) {
        this.batch = batch;
        this.shape = graph.draw().shape();
        this.width = graph.input().width();
        this.check = new DomainCheck(graph.observation().likelihood(), width);
    }

    void data(FrameSource source, int[] numbers, int first) {
        if (rowBuffer == null) {
            rowBuffer = new float[batch.rows() * width];
        }
        source.read(numbers, first, batch.rows(), rowBuffer, 0);
        if (isNew(source, numbers, first)) {
            check.require(rowBuffer, batch.rows(), source, i -> numbers[first + i]);
            setChecked(numbers, first);
        }
        batch.likelihood().x().write(rowBuffer, 0);
    }

    /** Whether a row of the batch has not been checked yet: in later epochs a check would cost as much as an activation. */
    private boolean isNew(FrameSource source, int[] numbers, int first) {
        if (source != checkedSource) {
            checkedSource = source;
            checked.clear();
        }
        for (int i = 0; i < batch.rows(); i++) {
            if (!checked.get(numbers[first + i])) {
                return true;
            }
        }
        return false;
    }

    private void setChecked(int[] numbers, int first) {
        for (int i = 0; i < batch.rows(); i++) {
            checked.set(numbers[first + i]);
        }
    }

    void data(float[] x, int firstRow) {
        check.require(x, batch.rows(), "", i -> firstRow + i);
        batch.likelihood().x().write(x, 0);
    }

    void noise(Noise noise) {
        if (noiseBuffer == null) {
            noiseBuffer = new float[batch.code().noise().length()];
        }
        int rows = batch.rows();
        int samples = batch.samples();
        if (samples == 1 || noise.order() == Noise.Order.BY_DRAW) {
            shape.noise().fill(noise.key(), noise.first(), noiseBuffer, 0, rows * samples, shape.width());
        } else {
            byPoint(noise, noiseBuffer);
        }
        batch.code().noise().write(noiseBuffer, 0);
    }

    private void byPoint(Noise noise, float[] target) {
        int rows = batch.rows();
        int samples = batch.samples();
        for (int i = 0; i < rows; i++) {
            for (int r = 0; r < samples; r++) {
                long row = (noise.first() + i) * samples + r;
                int at = (r * rows + i) * shape.noiseColumns();
                shape.noise().fill(noise.key(), row, target, at, 1, shape.width());
            }
        }
    }
}
