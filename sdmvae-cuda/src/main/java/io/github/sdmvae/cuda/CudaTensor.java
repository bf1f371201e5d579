/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.Tensor;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A matrix of floats on a device, or a stretch of one. What is written or read here waits for the lanes that use it. */
final class CudaTensor implements Tensor {
    private final int rows;
    private final int columns;
    private final Root root;
    private final int first;

    /** The memory behind a tensor and its views. */
    private static final class Root {
        final Transfers transfers;
        final Memory memory;
        final List<User> users = new CopyOnWriteArrayList<>();

        Root(Transfers transfers, Memory memory) {
            this.transfers = transfers;
            this.memory = memory;
        }

        void finish(@Nullable Lane exceptFor, boolean writersAlone) {
            users.removeIf(user -> user.lane().get() == null);
            for (User user : users) {
                Lane lane = user.lane().get();
                if (lane != null && lane != exceptFor && (user.writes() || !writersAlone)) {
                    lane.finish();
                }
            }
        }
    }

    /** A program's lane, which must not be kept alive by what it works on. */
    private record User(WeakReference<Lane> lane, boolean writes) {}

    private CudaTensor(int rows, int columns, Root root, int first) {
        this.rows = rows;
        this.columns = columns;
        this.root = root;
        this.first = first;
    }

    static CudaTensor zeros(Transfers transfers, int rows, int columns) {
        long bytes = Float.BYTES * (long) Math.multiplyExact(rows, columns);
        Memory memory = new Memory(transfers.device(), bytes, "an array of " + rows + " x " + columns);
        transfers.clear(memory.address(), bytes);
        return new CudaTensor(rows, columns, new Root(transfers, memory), 0);
    }

    /**
     * From now on whoever reads or writes the tensor from the host waits for this lane first.
     *
     * @param writes whether the lane changes it, so that other lanes wait, too
     */
    void usedOn(Lane lane, boolean writes) {
        root.users.add(new User(new WeakReference<>(lane), writes));
    }

    void notUsedOn(Lane lane) {
        root.users.removeIf(user -> user.lane().get() == lane || user.lane().get() == null);
    }

    /** Waits for what other lanes that change it have been asked for. */
    void finishWriters(Lane own) {
        root.finish(own, true);
        root.transfers.finish();
    }

    /** Waits for the programs that use it. */
    void finishPrograms() {
        root.finish(null, false);
    }

    long address() {
        return root.memory.address() + Float.BYTES * (long) first;
    }

    long bytes() {
        return Float.BYTES * (long) length();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void write(float[] source, int offset) {
        Objects.checkFromIndexSize(offset, length(), source.length);
        root.finish(null, false);
        root.transfers.write(address(), source, offset, length());
    }

    @Override
    public void write(double[] source) {
        float[] rounded = new float[length()];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) source[i];
        }
        write(rounded, 0);
    }

    @Override
    public void read(float[] target, int offset) {
        Objects.checkFromIndexSize(offset, length(), target.length);
        root.finish(null, false);
        root.transfers.read(address(), target, offset, length());
    }

    @Override
    public void read(double[] target) {
        float[] values = new float[length()];
        read(values, 0);
        for (int i = 0; i < values.length; i++) {
            target[i] = values[i];
        }
    }

    @Override
    public Tensor view(int start, int viewRows, int viewColumns) {
        Objects.checkFromIndexSize(start, viewRows * viewColumns, length());
        return new CudaTensor(viewRows, viewColumns, root, first + start);
    }

    @Override
    public void free() {
        root.finish(null, false);
        root.transfers.finish();
        root.memory.close();
    }
}
