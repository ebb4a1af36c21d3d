package io.tollgate.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** What keeps the rules readable and repeatable. */
@AnalyzeClasses(
    packages = "io.tollgate.rules",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule rulesArePlainJava = classes()
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("io.tollgate.rules..", "java..", "org.jspecify.annotations..")
      .because("what a customer is charged must be readable, testable and replayable without a"
          + " container");

  @ArchTest
  static final ArchRule rulesAskNoClock = noClasses()
      .should()
      .callMethod(Instant.class, "now")
      .orShould()
      .callMethod(ZoneId.class, "systemDefault")
      .orShould()
      .dependOnClassesThat()
      .areAssignableTo(Clock.class)
      .because("a replay of the same facts must give the same bill for ever");

  @ArchTest
  static final ArchRule rulesDoNoInputOrOutput = noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..")
      .because("a decision performs nothing, so that it can be previewed");

  @ArchTest
  static final ArchRule rulesHaveNoCycles = slices()
      .matching("io.tollgate.rules.(*)..")
      .should()
      .beFreeOfCycles()
      .because("each idea is to be understood by itself");

  @ArchTest
  static final ArchRule nothingIsKeptAsFloatingPoint = noFields()
      .should()
      .haveRawType(double.class)
      .orShould()
      .haveRawType(float.class)
      .because("a tenth has no exact binary fraction, and the ledger is exact");

  @ArchTest
  static final ArchRule nothingIsAnsweredAsFloatingPoint = noMethods()
      .should()
      .haveRawReturnType(double.class)
      .orShould()
      .haveRawReturnType(float.class)
      .because("a tenth has no exact binary fraction, and the ledger is exact");
}
