/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two places for what a program reads of each batch: one is filled, on a lane beside the program's, while the other is worked on.
 * Not thread-safe.
 */
final class UploadPlaces implements AutoCloseable {
    private static final int PLACES = 2;

    private final Lane lane;
    private final Lane aside;
    private final Place[] places = new Place[PLACES];
    private int next;
    private @Nullable Place current;

    UploadPlaces(Device device, Lane lane, Lane aside, int bytes, String what) {
        this.lane = lane;
        this.aside = aside;
        for (int i = 0; i < PLACES; i++) {
            places[i] = new Place(device, lane, aside, bytes, what);
        }
    }

    /** Room for a batch, here and there. */
    private static final class Place {
        private final Memory memory;
        private final Pinned pinned;
        private final Lane.Mark sent;
        private final Lane.Mark read;

        Place(Device device, Lane lane, Lane aside, int bytes, String what) {
            memory = new Memory(device, bytes, what);
            pinned = device.pinned(bytes);
            sent = aside.mark();
            read = lane.mark();
        }

        void close() {
            sent.await();
            read.await();
            sent.close();
            read.close();
            memory.close();
            pinned.close();
        }
    }

    /** Uploads what is put into the buffer from its start on, all of it; work asked for from now on finds it there. */
    void write(Consumer<ByteBuffer> fill) {
        Place place = places[next];
        place.sent.await();
        fill.accept(place.pinned.bytes());
        aside.await(place.read);
        aside.upload(place.memory.address(), place.pinned, 0, place.memory.bytes());
        place.sent.renew();
        lane.await(place.sent);
        current = place;
    }

    /** Address of what was written last. */
    long address() {
        return Objects.requireNonNull(current).memory.address();
    }

    /** What was written last has been asked for by work on the program's lane. */
    void used() {
        if (current != null) {
            current.read.renew();
            next = places[0] == current ? 1 : 0;
        }
    }

    @Override
    public void close() {
        for (Place place : places) {
            place.close();
        }
    }
}
