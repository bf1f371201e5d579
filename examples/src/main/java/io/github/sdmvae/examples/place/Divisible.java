/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.place;

/** A program, its options set, whose parts can be done elsewhere. */
public interface Divisible {

    /**
     * Does a part and writes its result into the program's folder. May be called again after it was cut short, goes on then,
     * and does nothing if the result is there.
     *
     * @param part its name
     * @throws Exception if it fails
     */
    void finishPart(String part) throws Exception;
}
