/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.nio.ByteBuffer;

/** Page-locked memory of the host. Not thread-safe. */
interface Pinned extends AutoCloseable {

    /** All of it, in the machine's byte order, from its beginning; the same object every time. */
    ByteBuffer bytes();

    @Override
    void close();
}
