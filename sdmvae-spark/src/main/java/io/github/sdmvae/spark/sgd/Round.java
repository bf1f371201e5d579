/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

/**
 * Which steps a round does: the same for all workers. Rounds do not go across epochs.
 *
 * @param epoch from 1
 * @param first the worker's first step in the epoch, from 0
 * @param steps how many
 * @param stepsDone steps of a worker before this round, in all epochs
 */
record Round(int epoch, int first, int steps, long stepsDone) {}
