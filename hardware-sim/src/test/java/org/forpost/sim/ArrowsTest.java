package org.forpost.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// The simulator speaks only the wire: a mistake in a codec of the product cannot be mirrored here
/// and so hide.
class ArrowsTest {
    private static final JavaClasses OURS = new ClassFileImporter().importPath("target/classes");

    @Test
    void knowsNoSiblingsClasses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.forpost.protocol..",
                        "org.forpost.matching..",
                        "org.forpost.edge..",
                        "org.forpost.hub..")
                .check(OURS);
        classes().should().resideInAPackage("org.forpost.sim..").check(OURS);
    }

    @Test
    void nobodyKnowsMain() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.forpost.sim.Main")
                .check(OURS);
    }
}
