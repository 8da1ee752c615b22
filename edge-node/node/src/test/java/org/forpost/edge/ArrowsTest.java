package org.forpost.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// The arrows of the lane's program.
class ArrowsTest {
    private static final String EDGE = "org.forpost.edge";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

    @Test
    void theLaneKnowsNoAdapter() {
        noClasses()
                .that()
                .resideInAPackage(EDGE + ".lane")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        EDGE + ".device.sbi..",
                        EDGE + ".store.h2..",
                        EDGE + ".uplink..",
                        EDGE + ".web..",
                        EDGE + ".config..",
                        EDGE + ".identity..",
                        "io.vertx..",
                        "org.h2..",
                        "java.sql..",
                        "java.net..",
                        "java.nio.file..",
                        "org.tomlj..")
                .check(CLASSES);
    }

    @Test
    void anIdeaDoesNotKnowItsAdapter() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        EDGE + ".device", EDGE + ".post", EDGE + ".store", EDGE + ".uplink")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        EDGE + ".device.sbi..",
                        EDGE + ".post.tunnel..",
                        EDGE + ".post.hazelcast..",
                        EDGE + ".store.h2..",
                        EDGE + ".uplink.mqtt..")
                .check(CLASSES);
    }

    @Test
    void rulesKnowNeitherDevicesNorStorageNorPages() {
        noClasses()
                .that()
                .resideInAPackage(EDGE + ".rules")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        EDGE + ".device..",
                        EDGE + ".store..",
                        EDGE + ".lane..",
                        EDGE + ".web..",
                        EDGE + ".watchlist..")
                .check(CLASSES);
    }

    @Test
    void nobodyImportsThePageOrMain() {
        noClasses()
                .that()
                .resideOutsideOfPackages(EDGE, EDGE + ".web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EDGE, EDGE + ".web..")
                .check(CLASSES);
    }

    @Test
    void eachLibraryIsKnownInOnePlace() {
        only("io.vertx..", EDGE, EDGE + ".web..");
        only("java.sql..", EDGE + ".store.h2..", EDGE + ".bench.h2..");
        only("org.eclipse.paho..", EDGE + ".uplink.mqtt..");
        only("picocli..", EDGE);
        only("io.netty..", EDGE + ".post.tunnel..");
        only("com.hazelcast..", EDGE + ".post.hazelcast..", EDGE + ".bench.hazelcast..");
    }

    private static void only(String library, String... packages) {
        classes()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage(library)
                .check(CLASSES);
    }

    @Test
    void nothingOfTheHubOrTheSimulatorIsKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.forpost.hub..", "org.forpost.sim..")
                .check(CLASSES);
    }
}
