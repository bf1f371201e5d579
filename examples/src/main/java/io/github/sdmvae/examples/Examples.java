/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.examples.dynamical.DynamicalTable;
import io.github.sdmvae.examples.enhance.Enhance;
import io.github.sdmvae.examples.enhance.EnhancementTable;
import io.github.sdmvae.examples.enhance.Separate;
import io.github.sdmvae.examples.frontier.SparsityFrontier;
import io.github.sdmvae.examples.images.CustomPrior;
import io.github.sdmvae.examples.images.LatentVariableModels;
import io.github.sdmvae.examples.images.SparseVaeComparison;
import io.github.sdmvae.examples.masks.SelectorStudy;
import io.github.sdmvae.examples.paper.PaperTable;
import io.github.sdmvae.examples.paper.Sweep;
import io.github.sdmvae.train.CheckpointException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Starts an example by name. Results go to stdout, everything else to stderr; errors are one line. */
@Command(
        name = "examples",
        description =
                "Sparse-dictionary variational autoencoders on speech and images. Each example has its own --help.",
        subcommands = {
            SpeechResynthesis.class,
            TrainSpeech.class,
            Resynthesize.class,
            Encode.class,
            ScoreSpeech.class,
            PaperTable.class,
            Enhance.class,
            Separate.class,
            EnhancementTable.class,
            DynamicalTable.class,
            SparsityFrontier.class,
            Sweep.class,
            QuickstartCommand.class,
            QuickstartRowsCommand.class,
            LiveLoop.class,
            SparseVaeComparison.class,
            SelectorStudy.class,
            LatentVariableModels.class,
            CustomPrior.class
        })
public final class Examples implements Runnable {
    /** Exit status of an example that could not do its work. */
    static final int FAILED = 1;
    /** Exit status after a command line that cannot be understood. */
    static final int MISUSED = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this text and end.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where in the code an error came from.")
    private boolean stacktrace;

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    Examples() {}

    /**
     * Starts an example and ends the process.
     *
     * @param args the example's name, then its arguments
     */
    public static void main(String... args) {
        // No example opens a window; without this, drawing wants a display on some systems.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(args));
    }

    /**
     * Runs an example.
     *
     * @param args the example's name, then its arguments
     * @return 0 if it did its work, 1 if it failed, 2 if the arguments make no sense
     */
    public static int run(String... args) {
        Examples examples = new Examples();
        CommandLine line = new CommandLine(examples);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, given) -> misused(e));
        line.setExecutionExceptionHandler((e, command, result) -> examples.failed(command, e));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            line.getErr()
                    .println("the data does not fit into memory: give Java more (JDK_JAVA_OPTIONS=-Xmx8g), or use"
                            + " fewer recordings");
            return FAILED;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name an example: " + String.join(", ", spec.subcommands().keySet()));
    }

    private static int misused(ParameterException e) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .println(command.getCommandName() + ": " + oneLine(String.valueOf(e.getMessage()))
                        + " (--help explains)");
        return MISUSED;
    }

    private int failed(CommandLine command, Exception e) {
        if (e instanceof CheckpointException c && c.reason() == CheckpointException.Reason.INTERRUPTED) {
            return FAILED; // Its progress has said so, and the process is about to end.
        }
        command.getErr().println(command.getCommandName() + ": " + describe(e));
        if (stacktrace) {
            e.printStackTrace(command.getErr());
        }
        return FAILED;
    }

    /** The message of a file error is often the bare path. */
    static String describe(Exception e) {
        if (e instanceof FileSystemException file && file.getReason() == null) {
            String what = e instanceof NoSuchFileException
                    ? "there is no such file or folder"
                    : e instanceof AccessDeniedException
                            ? "access is denied"
                            : e instanceof FileAlreadyExistsException ? "a file of that name exists" : "cannot be used";
            return file.getFile() + ": " + what;
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : oneLine(message);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
