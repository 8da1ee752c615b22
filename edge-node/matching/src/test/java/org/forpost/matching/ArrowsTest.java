package org.forpost.matching;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// Who may know whom in this module.
final class ArrowsTest {
    private final JavaClasses classes = new ClassFileImporter().importPath("target/classes");

    @Test
    void matchingKnowsNoNetworkNoDatabaseAndNoSibling() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.sql..",
                        "org.forpost.edge..",
                        "org.forpost.hub..",
                        "org.forpost.sim..",
                        "org.forpost.protocol..")
                .check(classes);
    }

    @Test
    void theEngineRoomKnowsNothingOfItsFace() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.forpost.matching.sourceafis..", "org.forpost.matching.cylinder..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.forpost.matching", "org.forpost.matching.tool..")
                .check(classes);
    }

    @Test
    void onlyTheAdapterKnowsSourceAfis() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.forpost.matching.sourceafis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.machinezoo..")
                .check(classes);
    }

    @Test
    void onlyTheAdapterKnowsOnnx() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.forpost.matching.face.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(classes);
    }

    @Test
    void measuringKnowsTheEngineAndTheEngineDoesNotKnowThatItIsMeasured() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.forpost.matching.evaluate..", "org.forpost.matching.tool..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.forpost.matching.evaluate..")
                .check(classes);
    }

    @Test
    void nothingAtAPostTrains() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.forpost.matching.training..", "org.forpost.matching.tool..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.forpost.matching.training..")
                .check(classes);
    }
}
