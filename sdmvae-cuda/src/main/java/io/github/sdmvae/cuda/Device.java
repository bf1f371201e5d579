/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

/**
 * A card and its memory, or what stands for one in tests. Addresses are numbers; nobody but {@link Lane}s looks behind
 * them.
 *
 * <p><b>Thread rule:</b> for use from any number of threads.
 */
interface Device extends AutoCloseable {

    DeviceFacts facts();

    /** Whether products round their factors to 10 bits of mantissa, faster on large batches. */
    boolean isTf32();

    /**
     * Memory on the card, as it comes.
     *
     * @param bytes at least 1
     * @param what it is for, in messages
     * @return its address
     * @throws CudaException if there is not enough, saying how much there is
     */
    long allocate(long bytes, String what);

    void free(long address);

    /** Memory that is free now. */
    long freeBytes();

    /** Page-locked memory of the host, that copies to and from the card run beside its work. */
    Pinned pinned(int bytes);

    /**
     * A kernel, its text compiled when first asked for.
     *
     * @param text where it is
     * @param name its name there
     * @param sharedBytes the most shared memory a launch of it asks for
     */
    Kernel kernel(KernelText text, String name, int sharedBytes);

    /**
     * A queue of work: what is asked of one lane runs in that order.
     *
     * @param workspace bytes for products, that the lane keeps to itself
     */
    Lane lane(long workspace);

    @Override
    void close();
}
