/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.dictionary.Dictionary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens reports from disk in headless Chromium; skipped where there is none. */
class BrowserTest {
    @TempDir
    Path folder;

    private Browser browser = new Browser(Path.of("none"));

    @BeforeEach
    void find() {
        Optional<Browser> found = Browser.find();
        assumeTrue(found.isPresent(), "there is no Chromium on the path");
        browser = found.orElseThrow();
    }

    private static void assertWhole(Browser.Answer answer, int players, int pictures) {
        assertThat(answer.of("error")).isEmpty();
        assertThat(answer.of("unnamed")).isEmpty();
        assertThat(answer.of("external")).isEmpty();
        assertThat(answer.console()).isEmpty();
        assertThat(answer.of("player"))
                .hasSize(players)
                .allSatisfy(duration -> assertThat(Double.parseDouble(duration)).isBetween(0.9, 1.1));
        assertThat(answer.of("picture")).hasSize(pictures).noneMatch(size -> size.startsWith("0x"));
        assertThat(answer.of("drawing")).noneMatch(size -> size.startsWith("0x") || size.endsWith("x0"));
        // Only tables and wide charts scroll sideways, never the page.
        assertThat(answer.number("wider")).isZero();
    }

    @Test
    void everythingLoads_onADesktop() throws Exception {
        Path page = TestPage.report().write(folder);
        Browser.Answer answer = browser.open(page, "--window-size=1280,900");
        // Original and two models of two recordings; a code picture per model; one dictionary.
        assertWhole(answer, 6, 6 + 4 + 1);
        assertThat(answer.of("drawing")).hasSize(2);
        assertThat(answer.of("heading")).containsExactly("&lt;b&gt;\"bold\"&lt;/b&gt; &amp; 'quoted' &lt;/script&gt;");
        assertThat(answer.number("bold")).isZero();
        assertThat(answer.of("background")).containsExactly("rgb(255, 255, 255)");
    }

    @Test
    void everythingLoads_onAPhoneInTheDark() throws Exception {
        Path page = TestPage.report().write(folder);
        Browser.Answer answer = browser.open(page, "--window-size=390,800", "--blink-settings=preferredColorScheme=0");
        assertWhole(answer, 6, 6 + 4 + 1);
        assertThat(answer.number("width")).isLessThan(600);
        assertThat(answer.of("background")).containsExactly("rgb(21, 23, 26)");
    }

    @Test
    void reportOfOneModel_loads() throws Exception {
        Path page = Report.of(TestPage.model(Dictionary.identity(4)), TestPage.clip(3))
                .write(folder);
        assertWhole(browser.open(page), 2, 2 + 1);
    }

    @Test
    void whatIsBroken_isNoticed() throws Exception {
        Path page = TestPage.report().write(folder);
        Files.delete(folder.resolve("media/u1-m1.wav"));
        Files.delete(folder.resolve("media/u1-m1-codes.png"));
        Files.writeString(page, "<script>throw new Error('broken')</script>", StandardOpenOption.APPEND);
        Browser.Answer answer = browser.open(page);
        assertThat(answer.of("error")).hasSize(3);
        assertThat(answer.console()).hasSize(1).allMatch(line -> line.contains("broken"));
        assertThat(answer.of("player")).anyMatch(duration -> duration.startsWith("error"));
        assertThat(answer.of("picture")).contains("0x0");
    }
}
