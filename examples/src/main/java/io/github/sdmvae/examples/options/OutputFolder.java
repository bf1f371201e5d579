/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --out}: where an example writes. */
public final class OutputFolder {
    @Option(names = "--out", paramLabel = "DIR", description = "Where to write. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    /**
     * The option with its default.
     *
     * @param usual where to write if it is not given
     */
    public OutputFolder(String usual) {
        this.folder = Path.of(usual);
    }

    /**
     * Where to write.
     *
     * @return a folder that need not exist
     */
    public Path folder() {
        return folder;
    }

    /**
     * A place in the folder.
     *
     * @param name of a file or folder
     * @return its path
     */
    public Path resolve(String name) {
        return folder.resolve(name);
    }
}
