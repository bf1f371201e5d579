/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** The passes of {@link FixedEncoder}. */
final class EncoderChain extends CodeChain {
    private final int passes;

    EncoderChain(int passes) {
        this.passes = passes;
    }

    @Override
    void iterate(Tile tile) {
        tile.decodeAll();
        for (int n = 0; n < passes; n++) {
            for (int j = 0; j < tile.sources(); j++) {
                pass(tile, j);
            }
        }
        tile.keep();
    }

    private static void pass(Tile tile, int j) {
        SourceState source = tile.source(j);
        EncodedRows heads = new EncodedRows(tile.rows(), tile.width(j));
        tile.program().encodeExpected(j, heads.values());
        heads.read(source);
        if (!tile.variance(j).stays()) {
            for (int i = 0; i < source.gamma.length; i++) {
                source.gamma[i] = tile.variance(j).update(source.gamma[i], heads.meanSquare(source, i));
            }
        }
        tile.program().decode(j, source.codes);
    }

    @Override
    void finish(Tile tile) {
        tile.decodeAll();
        tile.program().addShares();
    }
}
