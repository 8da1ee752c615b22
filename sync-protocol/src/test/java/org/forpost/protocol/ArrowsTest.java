package org.forpost.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What both ends must agree on knows nobody, and takes clock, randomness and threads from outside.
class ArrowsTest {
    private static final JavaClasses CODE = new ClassFileImporter().importPath("target/classes");

    @Test
    void itKnowsTheJdkBouncyCastleAndNobodyElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.forpost.protocol..",
                        "java.lang..",
                        "java.io..",
                        "java.nio..",
                        "java.text..",
                        "java.util..",
                        "java.security..",
                        "javax.crypto..",
                        "org.bouncycastle.crypto..",
                        "org.jspecify..")
                .check(CODE);
    }

    @Test
    void onlyTheCryptoPackageKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.forpost.protocol.crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..")
                .check(CODE);
    }

    @Test
    void onlyTheFileStoreTouchesFiles() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(FileStore|FaultyDisk).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
                .check(CODE);
    }

    @Test
    void nobodyNeedsTheSimulatedWorld() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.forpost.protocol.world")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.forpost.protocol.world")
                .check(CODE);
    }

    @Test
    void noClockNoThreadNoRandomnessOfItsOwn() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CODE);
        noClasses().should().callMethod(System.class, "nanoTime").check(CODE);
        noClasses().should().dependOnClassesThat().belongToAnyOf(Instant.class).check(CODE);
        noClasses().should().dependOnClassesThat().belongToAnyOf(Clock.class).check(CODE);
        noClasses().should().dependOnClassesThat().belongToAnyOf(Thread.class).check(CODE);
        noClasses().should().dependOnClassesThat().belongToAnyOf(Executors.class).check(CODE);
        noClasses().should().dependOnClassesThat().belongToAnyOf(SecureRandom.class).check(CODE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(CODE);
    }

    @Test
    void theHeartOfTheConversationDoesNotKnowFiles() {
        noClasses()
                .that()
                .resideInAPackage("org.forpost.protocol.sync")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("FileStore")
                .check(CODE);
    }
}
