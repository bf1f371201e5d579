/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.recordings.BundledSpeech;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@link Quickstart} by name, on the bundled speech from wherever it is started. */
@Command(
        name = "Quickstart",
        description = {
            "The README's first program: train a small SDM-VAE, resynthesise one recording, print two scores.",
            "Writes speech.sdmvae and resynthesised.wav into a folder that must exist."
        })
final class QuickstartCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder of recordings. Default: the bundled synthetic speech.")
    private @Nullable Path recordings;

    @Mixin
    private OutputFolder out = new OutputFolder(".");

    QuickstartCommand() {}

    @Override
    public Integer call() throws IOException {
        Path from = recordings == null ? BundledSpeech.folder() : recordings;
        Quickstart.main(from.toString(), out.folder().toString());
        return 0;
    }
}
