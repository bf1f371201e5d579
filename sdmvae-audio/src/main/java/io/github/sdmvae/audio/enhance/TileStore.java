/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Where the states of tiles lie between iterations. Threads may use different tiles at once. */
interface TileStore {

    /** The state of a tile that was saved before. */
    TileState load(int tile);

    /** Saves the state of a tile. */
    void save(int tile, TileState state);

    /** In memory. */
    static TileStore inMemory(int tiles) {
        TileState[] states = new TileState[tiles];
        return new TileStore() {
            @Override
            public TileState load(int tile) {
                return states[tile];
            }

            @Override
            public void save(int tile, TileState state) {
                states[tile] = state;
            }
        };
    }
}
