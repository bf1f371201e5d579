/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Copies between arrays of the host and the device, through page-locked memory, on a lane of its own; and the work of
 * kernels that are asked for one by one.
 *
 * <p><b>Thread rule:</b> for use from any number of threads, one of which works at a time.
 */
final class Transfers implements AutoCloseable {
    private static final int CHUNK = 4 << 20;
    private static final long WORKSPACE = 8L << 20;

    private final Device device;
    private final Lane lane;
    private final Pinned pinned;
    private @Nullable Memory room;

    Transfers(Device device) {
        this.device = device;
        this.lane = device.lane(WORKSPACE);
        this.pinned = device.pinned(CHUNK);
    }

    Device device() {
        return device;
    }

    synchronized void clear(long address, long bytes) {
        lane.clear(address, bytes);
        lane.finish();
    }

    synchronized void write(long address, float[] source, int offset, int count) {
        int step = CHUNK / Float.BYTES;
        for (int done = 0; done < count; done += step) {
            int n = Math.min(step, count - done);
            ByteBuffer bytes = pinned.bytes();
            bytes.asFloatBuffer().put(source, offset + done, n);
            lane.upload(address + Float.BYTES * (long) done, pinned, 0, Float.BYTES * (long) n);
            lane.finish();
        }
    }

    synchronized void write(long address, ByteBuffer source) {
        long target = address;
        while (source.hasRemaining()) {
            int n = Math.min(CHUNK, source.remaining());
            pinned.bytes().put(0, source, source.position(), n);
            lane.upload(target, pinned, 0, n);
            lane.finish();
            source.position(source.position() + n);
            target += n;
        }
    }

    synchronized void read(long address, float[] target, int offset, int count) {
        int step = CHUNK / Float.BYTES;
        for (int done = 0; done < count; done += step) {
            int n = Math.min(step, count - done);
            lane.download(pinned, 0, address + Float.BYTES * (long) done, Float.BYTES * (long) n);
            lane.finish();
            pinned.bytes().asFloatBuffer().get(target, offset + done, n);
        }
    }

    /** Doubles of the device. */
    synchronized double[] doubles(long address, int count) {
        double[] values = new double[count];
        lane.download(pinned, 0, address, (long) Double.BYTES * count);
        lane.finish();
        pinned.bytes().asDoubleBuffer().get(values);
        return values;
    }

    /** Memory for work that {@link #run} is asked for next, and nobody needs after; the caller holds this object's lock. */
    synchronized long room(int bytes) {
        if (room == null || room.bytes() < bytes) {
            lane.finish(); // work on its way may be in the old one
            if (room != null) {
                room.close();
            }
            room = new Memory(device, bytes, "room for sums");
        }
        return room.address();
    }

    /** Waits for what was asked of the lane. */
    void finish() {
        lane.finish();
    }

    /** Does work at once; later copies wait for it. */
    synchronized void run(Sequence work) {
        work.each(lane);
    }

    @Override
    public synchronized void close() {
        lane.close();
        pinned.close();
        if (room != null) {
            room.close();
        }
    }
}
