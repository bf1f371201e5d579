/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.engine.MixtureProgram;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Programs for tiles: where there are few tiles, each has one of its own, and finds power and samples in it again; else threads
 * share a few. Results are the same.
 */
final class TileRooms implements AutoCloseable {
    private static final int NOBODY = -1;

    private final Supplier<MixtureProgram> compiler;
    private final boolean ownRooms;
    private final ConcurrentMap<Integer, Room> rooms = new ConcurrentHashMap<>();
    private final Queue<Room> free = new ConcurrentLinkedQueue<>();

    /** A program and whose arrays are in it. */
    static final class Room {
        private final MixtureProgram program;
        private int tile = NOBODY;

        Room(MixtureProgram program) {
            this.program = program;
        }

        MixtureProgram program() {
            return program;
        }

        /** Whether what the tile has left is still there; from now on it will be. */
        boolean isHomeOf(int newTile) {
            boolean home = tile == newTile;
            tile = newTile;
            return home;
        }
    }

    TileRooms(Supplier<MixtureProgram> compiler, int tiles, long mostBytes) {
        this.compiler = compiler;
        Room first = new Room(compiler.get());
        free.add(first);
        ownRooms = first.program.bytes() * tiles <= mostBytes;
    }

    /** Works on a tile in a room that nobody else uses. */
    <T> T in(int tile, Function<Room, T> work) {
        if (ownRooms) {
            return work.apply(rooms.computeIfAbsent(tile, t -> take()));
        }
        Room room = take();
        T result = work.apply(room);
        free.add(room);
        return result;
    }

    private Room take() {
        Room room = free.poll();
        return room == null ? new Room(compiler.get()) : room;
    }

    @Override
    public void close() {
        rooms.values().forEach(room -> room.program.close());
        free.forEach(room -> room.program.close());
    }
}
