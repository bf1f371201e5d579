/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

/** Turns a text of kernels into machine code. */
interface Compiler {

    /** What, beside text and architecture, the result depends on. */
    String version();

    /**
     * Compiles.
     *
     * @param name for messages
     * @param text complete
     * @param architecture for instance {@code sm_90}
     * @return a cubin
     * @throws CudaException with the compiler's words
     */
    byte[] compile(String name, String text, String architecture);
}
