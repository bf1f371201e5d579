/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import org.jspecify.annotations.Nullable;

/**
 * The codes of rows with what the model knows of every entry. Rows are data points.
 *
 * @param code rows × k, deterministic, as {@link Vae#encode} gives them
 * @param gamma rows × k, the prior's variance γ of every entry; null unless the prior learns variances
 * @param divergence rows × k, between posterior and prior, nats; where a prior has no closed form, of one draw from noise
 *     that depends on the model's seed and the row's index; null for an autoencoder
 */
@SuppressWarnings("ArrayRecordComponent") // results, like those of Vae.encode
public record CodeFigures(float[][] code, float @Nullable [][] gamma, float @Nullable [][] divergence) {}
