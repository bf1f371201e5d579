/* SPDX-License-Identifier: Apache-2.0 */
/** Tests. */
package io.github.sdmvae.examples.spark;
