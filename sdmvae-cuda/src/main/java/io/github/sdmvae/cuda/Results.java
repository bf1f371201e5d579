/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies to and from a program's own arrays, in the order of its lane. Not thread-safe. */
final class Results implements AutoCloseable {
    private static final int LEAST = 1 << 16;

    private final Device device;
    private final Lane lane;
    private @Nullable Pinned pinned;

    Results(Device device, Lane lane) {
        this.device = device;
        this.lane = lane;
    }

    private Pinned room(int bytes) {
        if (pinned == null || pinned.bytes().capacity() < bytes) {
            close();
            pinned = device.pinned(Math.max(LEAST, bytes));
        }
        return pinned;
    }

    void write(CudaTensor target, float[] values) {
        int bytes = Math.toIntExact(target.bytes());
        Objects.checkFromIndexSize(0, target.length(), values.length);
        Pinned room = room(bytes);
        room.bytes().asFloatBuffer().put(values, 0, target.length());
        lane.upload(target.address(), room, 0, bytes);
        lane.finish(); // the room is used again
    }

    void read(CudaTensor source, float[] target) {
        int bytes = Math.toIntExact(source.bytes());
        Objects.checkFromIndexSize(0, source.length(), target.length);
        Pinned room = room(bytes);
        lane.download(room, 0, source.address(), bytes);
        lane.finish();
        room.bytes().asFloatBuffer().get(target, 0, source.length());
    }

    void read(long address, double[] target) {
        int bytes = Math.multiplyExact(Double.BYTES, target.length);
        Pinned room = room(bytes);
        lane.download(room, 0, address, bytes);
        lane.finish();
        room.bytes().asDoubleBuffer().get(target);
    }

    @Override
    public void close() {
        if (pinned != null) {
            pinned.close();
            pinned = null;
        }
    }
}
