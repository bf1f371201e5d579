/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@link Quickstart} by name, on the bundled speech from wherever it is started. */
@Command(
        name = "Quickstart",
        description = {
            "The README's first program: train a small SDM-VAE, resynthesise one recording, print two scores.",
            "Writes speech.sdmvae and resynthesised.wav."
        })
final class QuickstartCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder of recordings. Default: the bundled synthetic speech.")
    private @Nullable Path recordings;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Existing folder to write into. Default: the current one.")
    private Path out = Path.of(".");

    QuickstartCommand() {}

    @Override
    public Integer call() throws IOException {
        Path from = recordings == null ? BundledSpeech.folder() : recordings;
        Quickstart.main(from.toString(), out.toString());
        return 0;
    }
}
