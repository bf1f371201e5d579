/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

/** What importance weights need of every draw: its divergence, and how the prior pulls at it. */
final class CpuDraws {
    private final int width;
    private final float[] divergences;
    private final CpuTensor pulls;

    CpuDraws(int draws, int width) {
        this.width = width;
        this.divergences = new float[draws];
        this.pulls = new CpuTensor(draws, width);
    }

    /** Keeps n draws; terms are the divergences of their entries. */
    void keep(int firstDraw, int n, float[] terms, float[] pull) {
        for (int i = 0; i < n; i++) {
            divergences[firstDraw + i] = FastMath.sum(terms, i * width, width);
        }
        pulls.put(firstDraw * width, pull, 0, n * width);
    }

    double divergence(int draw) {
        return divergences[draw];
    }

    void pulls(int firstDraw, float[] target, int count) {
        pulls.get(firstDraw * width, target, 0, count);
    }
}
