/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.enhance.Draws.Place;
import io.github.sdmvae.audio.enhance.Draws.Stream;
import io.github.sdmvae.engine.MixtureProgram;
import java.util.List;

/** The frames of one tile while a chain works on them: what it reads, and how it says what it has found. Not thread-safe. */
final class Tile {
    private final MixtureProgram program;
    private final TileState state;
    private final List<CodeVariance> variances;
    private final Draws draws;
    private final int first;
    private final int frames;
    private final int iteration;
    private int kept;
    private long accepted;
    private long proposed;

    /**
     * A tile at work.
     *
     * @param program with power, noise and gains staged
     * @param state codes and the rest
     * @param variances of each source
     * @param draws of the fit
     * @param first number of the first frame
     * @param frames that there are; the program may have more rows
     * @param iteration from 0
     */
    Tile(
            MixtureProgram program,
            TileState state,
            List<CodeVariance> variances,
            Draws draws,
            int first,
            int frames,
            int iteration) {
        this.program = program;
        this.state = state;
        this.variances = variances;
        this.draws = draws;
        this.first = first;
        this.frames = frames;
        this.iteration = iteration;
    }

    MixtureProgram program() {
        return program;
    }

    int rows() {
        return program.rows();
    }

    int sources() {
        return state.sources().size();
    }

    SourceState source(int j) {
        return state.sources().get(j);
    }

    CodeVariance variance(int j) {
        return variances.get(j);
    }

    /** k of a source. */
    int width(int j) {
        return source(j).codes.length / rows();
    }

    /** Normal numbers for a source's codes. */
    void normal(Stream stream, int sweep, int j, double[] target) {
        draws.normal(new Place(stream, iteration, sweep, j), first, width(j), target);
    }

    /** Logarithms of uniform numbers for acceptance. */
    void logUniform(int sweep, int j, double[] target) {
        draws.logUniform(new Place(Stream.ACCEPT, iteration, sweep, j), first, target);
    }

    /** Makes the codes of every source current. */
    void decodeAll() {
        for (int j = 0; j < sources(); j++) {
            program.decode(j, source(j).codes);
        }
    }

    /** Keeps the current codes of all sources as the next sample. */
    void keep() {
        for (int j = 0; j < sources(); j++) {
            keep(j, source(j).codes);
        }
        kept();
    }

    /** Notes a source's code of the sample that {@link #kept} will complete. */
    void keep(int j, double[] codes) {
        System.arraycopy(codes, 0, source(j).samples[kept], 0, codes.length);
    }

    /** All sources' codes of a sample are noted and current. */
    void kept() {
        program.keep();
        kept++;
    }

    /** Counts a sweep's proposals, those of padding left out. */
    void count(boolean[] rowsAccepted) {
        for (int t = 0; t < frames; t++) {
            accepted += rowsAccepted[t] ? 1 : 0;
        }
        proposed += frames;
    }

    long accepted() {
        return accepted;
    }

    long proposed() {
        return proposed;
    }
}
