package org.forpost.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// Who knows whom at the hub: routes, database and pages are adapters that nothing leans on.
class ArrowsTest {
    private static final JavaClasses OURS = new ClassFileImporter().importPath("target/classes");

    @Test
    void onlyAdaptersAndTheHubItselfKnowVertx() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.forpost.hub", "org.forpost.hub.web..", "org.forpost.hub.ingest.mqtt..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(OURS);
    }

    @Test
    void onlyTheRegistrysAdapterKnowsTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.forpost.hub.registry.h2..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.h2..")
                .check(OURS);
    }

    @Test
    void nobodyButTheHubItselfKnowsItsPagesRoutesAndDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.forpost.hub", "org.forpost.hub.web..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.forpost.hub.web..")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.forpost.hub", "org.forpost.hub.ingest.mqtt..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.forpost.hub.ingest.mqtt..")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.forpost.hub", "org.forpost.hub.registry.h2..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.forpost.hub.registry.h2..")
                .check(OURS);
    }

    @Test
    void nobodyKnowsMain() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.forpost.hub.Main")
                .check(OURS);
    }

    @Test
    void theRegistryKnowsNoRoute() {
        noClasses()
                .that()
                .resideInAPackage("org.forpost.hub.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.forpost.hub.ingest..", "io.netty..", "io.vertx..")
                .check(OURS);
    }

    @Test
    void nothingOfAPostOrOfItsDevicesIsKnownHere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.forpost.edge..", "org.forpost.sim..")
                .check(OURS);
    }
}
