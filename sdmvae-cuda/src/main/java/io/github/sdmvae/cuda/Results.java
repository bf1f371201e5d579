/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies to and from a program's own arrays, in the order of its lane, through one room of the host's: who writes does not wait
 * until the room is used again. Not thread-safe.
 */
final class Results implements AutoCloseable {
    private static final int LEAST = 1 << 16;

    private final Device device;
    private final Lane lane;
    private @Nullable Pinned pinned;
    private boolean onItsWay;

    Results(Device device, Lane lane) {
        this.device = device;
        this.lane = lane;
    }

    /** Room in which nothing is on its way to the device any more. */
    private Pinned roomToFill(int bytes) {
        if (onItsWay) {
            lane.finish();
            onItsWay = false;
        }
        return room(bytes);
    }

    /** Room for what comes back, behind whatever is on its way. */
    private Pinned room(int bytes) {
        if (pinned == null || pinned.bytes().capacity() < bytes) {
            close();
            pinned = device.pinned(Math.max(LEAST, bytes));
        }
        return pinned;
    }

    private void download(Pinned room, long source, int bytes) {
        lane.download(room, 0, source, bytes);
        lane.finish();
        onItsWay = false;
    }

    void write(CudaTensor target, float[] values) {
        int bytes = Math.toIntExact(target.bytes());
        Objects.checkFromIndexSize(0, target.length(), values.length);
        Pinned room = roomToFill(bytes);
        room.bytes().asFloatBuffer().put(values, 0, target.length());
        lane.upload(target.address(), room, 0, bytes);
        onItsWay = true;
    }

    void write(CudaTensor target, double[] values) {
        int bytes = Math.toIntExact(target.bytes());
        Objects.checkFromIndexSize(0, target.length(), values.length);
        Pinned room = roomToFill(bytes);
        FloatBuffer floats = room.bytes().asFloatBuffer();
        for (int i = 0; i < target.length(); i++) {
            floats.put(i, (float) values[i]);
        }
        lane.upload(target.address(), room, 0, bytes);
        onItsWay = true;
    }

    void read(CudaTensor source, double[] target) {
        int bytes = Math.toIntExact(source.bytes());
        Objects.checkFromIndexSize(0, source.length(), target.length);
        Pinned room = room(bytes);
        download(room, source.address(), bytes);
        FloatBuffer floats = room.bytes().asFloatBuffer();
        for (int i = 0; i < source.length(); i++) {
            target[i] = floats.get(i);
        }
    }

    void read(CudaTensor source, float[] target) {
        int bytes = Math.toIntExact(source.bytes());
        Objects.checkFromIndexSize(0, source.length(), target.length);
        Pinned room = room(bytes);
        download(room, source.address(), bytes);
        room.bytes().asFloatBuffer().get(target, 0, source.length());
    }

    void read(long address, double[] target) {
        int bytes = Math.multiplyExact(Double.BYTES, target.length);
        Pinned room = room(bytes);
        download(room, address, bytes);
        room.bytes().asDoubleBuffer().get(target);
    }

    @Override
    public void close() {
        if (pinned != null) {
            lane.finish();
            onItsWay = false;
            pinned.close();
            pinned = null;
        }
    }
}
