/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options that several examples have. */
class SharedOptionsTest {
    /** These mean something else from example to example, or are lists whose defaults differ. */
    private static final Set<String> DIFFERENT = Set.of(
            "--data", "--model", "--models", "--epochs", "--points", "--seeds", "--gamma", "--input", "--noise", "--m");

    private static CommandLine examples() {
        return new CommandLine(new Examples());
    }

    @Test
    void sharedOptions_areDeclaredOnce() {
        Map<String, Set<String>> declared = new TreeMap<>();
        for (CommandLine example : examples().getSubcommands().values()) {
            for (OptionSpec option : example.getCommandSpec().options()) {
                declared.computeIfAbsent(option.longestName(), name -> new TreeSet<>())
                        .add(String.valueOf(option.userObject()));
            }
        }
        assertThat(declared).containsKeys("--out", "--latent", "--hidden", "--learning-rate", "--seed", "--progress");
        declared.keySet().removeAll(DIFFERENT);
        assertThat(declared).allSatisfy((name, fields) -> assertThat(fields).hasSize(1));
    }

    /** What a user of an earlier version relies on. */
    @ParameterizedTest
    @CsvSource({
        "SpeechResynthesis, --out, out/SpeechResynthesis",
        "SpeechResynthesis, --latent, 32",
        "SpeechResynthesis, --atoms, 64",
        "SpeechResynthesis, --hidden, 128",
        "SpeechResynthesis, --utterances, 3",
        "SpeechResynthesis, --batch, 128",
        "SpeechResynthesis, --patience, 20",
        "SpeechResynthesis, --seed, 1",
        "SpeechResynthesis, --progress, auto",
        "SpeechResynthesis, --checkpoint-minutes, 1",
        "TrainSpeech, --latent, 32",
        "TrainSpeech, --atoms, m",
        "TrainSpeech, --hidden, 128",
        "TrainSpeech, --batch, 128",
        "TrainSpeech, --patience, 20",
        "PaperTable, --out, out/PaperTable",
        "PaperTable, --hidden, 128",
        "PaperTable, --batch, 128",
        "PaperTable, --patience, 20",
        "PaperTable, --learning-rate, 1e-4; 0.001 on the bundled speech",
        "PaperTable, --utterances, 2",
        "PaperTable, --progress, auto",
        "Quickstart, --out, .",
        "SparseVaeComparison, --out, out/SparseVaeComparison",
        "SparseVaeComparison, --latent, by the set",
        "SparseVaeComparison, --atoms, m",
        "SparseVaeComparison, --hidden, by the set",
        "SparseVaeComparison, --seed, 1",
        "LatentVariableModels, --out, out/LatentVariableModels",
        "LatentVariableModels, --seed, 1",
    })
    void defaults_areAsTheyWere(String example, String option, String value) {
        CommandLine command = examples().getSubcommands().get(example);
        assertThat(command.getCommandSpec().findOption(option).defaultValueString())
                .isEqualTo(value);
    }

    @Test
    void help_showsDefaults() {
        assertThat(Started.with("SpeechResynthesis", "--help").out())
                .contains("Default: 32.", "Default: 64.", "Default: 128.", "Default: out/SpeechResynthesis.")
                .doesNotContain("null", "${");
        assertThat(Started.with("SparseVaeComparison", "--help").out())
                .contains("Default: by the set.", "Default: m.")
                .doesNotContain("null", "${");
    }

    @ParameterizedTest
    @CsvSource({
        "TrainSpeech, --latent, x, is not an int",
        "TrainSpeech, --hidden, '8,', is not an int",
        "PaperTable, --learning-rate, fast, is not a double",
    })
    void senselessNumber_isMisuse(String example, String option, String value, String why) {
        Started started = Started.with(example, option, value, "a", "b");
        assertThat(started.status()).isEqualTo(Examples.MISUSED);
        assertThat(started.err()).contains(option, why);
    }
}
