/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.part;

/** A description names a part of its maker's own that was not given. */
public final class MissingPartException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * Says what is missing.
     *
     * @param what kind of part, for instance {@code prior}
     * @param name by which it is looked for
     */
    public MissingPartException(String what, String name) {
        super("the model uses a " + what + " of its maker's own, '" + name
                + "'; load it with Extensions.none().with(...)");
    }
}
