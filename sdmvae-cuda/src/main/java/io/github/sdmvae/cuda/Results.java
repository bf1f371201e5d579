/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies to and from a program's own arrays, in the order of its lane, through one room of the host's: who writes does not wait
 * until the room is used again. Not thread-safe.
 */
final class Results {
    private static final int LEAST = 1 << 16;

    private final Object owner;
    private final Room room;

    /**
     * Copies through a room.
     *
     * @param owner whose end is the room's
     */
    Results(Object owner, Room room) {
        this.owner = owner;
        this.room = room;
    }

    /** Page-locked memory as large as what was copied so far. */
    static final class Room {
        private final Device device;
        private final Lane lane;
        private @Nullable Pinned pinned;
        private boolean onItsWay;

        Room(Device device, Lane lane) {
            this.device = device;
            this.lane = lane;
        }

        /** Room in which nothing is on its way to the device any more. */
        private Pinned toFill(int bytes) {
            if (onItsWay) {
                lane.finish();
                onItsWay = false;
            }
            return of(bytes);
        }

        /** Room for what comes back, behind whatever is on its way. */
        private Pinned of(int bytes) {
            if (pinned == null || pinned.bytes().capacity() < bytes) {
                close();
                pinned = device.pinned(Math.max(LEAST, bytes));
            }
            return pinned;
        }

        private void upload(long target, Pinned filled, int bytes) {
            lane.upload(target, filled, 0, bytes);
            onItsWay = true;
        }

        private Pinned download(long source, int bytes) {
            Pinned there = of(bytes);
            lane.download(there, 0, source, bytes);
            lane.finish();
            onItsWay = false;
            return there;
        }

        void close() {
            if (pinned != null) {
                lane.finish();
                onItsWay = false;
                pinned.close();
                pinned = null;
            }
        }
    }

    void write(CudaTensor target, float[] values) {
        try {
            int bytes = Math.toIntExact(target.bytes());
            Objects.checkFromIndexSize(0, target.length(), values.length);
            Pinned filled = room.toFill(bytes);
            filled.bytes().asFloatBuffer().put(values, 0, target.length());
            room.upload(target.address(), filled, bytes);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    void write(CudaTensor target, double[] values) {
        try {
            int bytes = Math.toIntExact(target.bytes());
            Objects.checkFromIndexSize(0, target.length(), values.length);
            Pinned filled = room.toFill(bytes);
            FloatBuffer floats = filled.bytes().asFloatBuffer();
            for (int i = 0; i < target.length(); i++) {
                floats.put(i, (float) values[i]);
            }
            room.upload(target.address(), filled, bytes);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    void read(CudaTensor source, float[] target) {
        try {
            int bytes = Math.toIntExact(source.bytes());
            Objects.checkFromIndexSize(0, source.length(), target.length);
            room.download(source.address(), bytes).bytes().asFloatBuffer().get(target, 0, source.length());
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    void read(CudaTensor source, double[] target) {
        try {
            int bytes = Math.toIntExact(source.bytes());
            Objects.checkFromIndexSize(0, source.length(), target.length);
            FloatBuffer floats = room.download(source.address(), bytes).bytes().asFloatBuffer();
            for (int i = 0; i < source.length(); i++) {
                target[i] = floats.get(i);
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    void read(long address, double[] target) {
        try {
            int bytes = Math.multiplyExact(Double.BYTES, target.length);
            room.download(address, bytes).bytes().asDoubleBuffer().get(target);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }
}
