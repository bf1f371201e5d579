/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** No cycles between the packages of the modules above the core. */
class ModuleRoomsTest {
    @Test
    void noCycles() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(
                        "io.github.sdmvae.audio",
                        "io.github.sdmvae.metrics",
                        "io.github.sdmvae.report",
                        "io.github.sdmvae.examples");
        slices().matching("io.github.sdmvae.(**)").should().beFreeOfCycles().check(classes);
    }
}
