/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

/** A compiled kernel. */
interface Kernel {
    String name();
}
