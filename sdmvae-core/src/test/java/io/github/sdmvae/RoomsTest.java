/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.sdmvae.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of the rooms, as {@code docs/architecture.md} draws it: a room knows only those before it in the list. */
class RoomsTest {
    private static final String ROOT = "io.github.sdmvae.";

    /** From the ground up. */
    private static final List<String> ORDER = List.of(
            "part",
            "random",
            "file",
            "objective",
            "network",
            "dictionary",
            "data",
            "images",
            "transform",
            "prior",
            "likelihood",
            "mask",
            "graph",
            "engine",
            "engine.kernels",
            "engine.cpu",
            "engine.nd4j",
            "engine.host",
            "classic",
            "model",
            "train",
            "codes",
            "weights",
            "watch");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Trainer.class.getProtectionDomain().getCodeSource().getLocation());

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    @Test
    void everyRoom_isInTheOrder() {
        assertThat(CLASSES.stream().map(RoomsTest::room).distinct()).containsExactlyInAnyOrderElementsOf(ORDER);
    }

    @Test
    void rooms_knowOnlyThoseBelow() {
        List<String> upwards = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                boolean ours = target.getPackageName().startsWith(ROOT);
                if (ours && ORDER.indexOf(room(target)) > ORDER.indexOf(room(type))) {
                    upwards.add(type.getName() + " → " + target.getName());
                }
            }
        }
        assertThat(upwards).isEmpty();
    }

    @Test
    void noCycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void partsAreNotRecognisedByType() {
        // Engines look kernels up by class in their registries; everybody else asks the part.
        List<String> asked = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String room = room(type);
            if (room.equals("prior") || room.equals("likelihood") || room.startsWith("engine.")) {
                continue;
            }
            type.getInstanceofChecks().stream()
                    .filter(check -> List.of(ROOT + "prior", ROOT + "likelihood")
                            .contains(check.getRawType().getPackageName()))
                    .forEach(check -> asked.add(
                            type.getName() + " asks for " + check.getRawType().getName()));
        }
        assertThat(asked).isEmpty();
    }
}
