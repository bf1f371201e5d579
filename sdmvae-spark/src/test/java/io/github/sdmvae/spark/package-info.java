/* SPDX-License-Identifier: Apache-2.0 */
/** Tests on {@code local[2]}, and on real executor processes. */
package io.github.sdmvae.spark;
