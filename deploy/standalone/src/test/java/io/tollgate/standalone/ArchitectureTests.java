package io.tollgate.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The picture of the house, enforced; each rule says why it is there. */
@AnalyzeClasses(packages = "io.tollgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule rulesArePlainJava = classes()
      .that()
      .resideInAPackage("io.tollgate.rules..")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("io.tollgate.rules..", "java..", "org.jspecify.annotations..")
      .because("billing must be readable, testable and replayable without a container");

  @ArchTest
  static final ArchRule rulesReadNoClock = noClasses()
      .that()
      .resideInAPackage("io.tollgate.rules..")
      .should()
      .callMethod(java.time.Instant.class, "now")
      .orShould()
      .callMethod(java.time.LocalDate.class, "now")
      .orShould()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .because("the same facts must give the same result in every replay");

  @ArchTest
  static final ArchRule meteringKnowsNoEdge = noClasses()
      .that()
      .resideInAPackage("io.tollgate.metering..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "io.tollgate.gateway..",
          "io.tollgate.standalone..",
          "io.tollgate.embedded..",
          "org.springframework.web..",
          "org.springframework.http..",
          "org.springframework.security..")
      .because("a use case is the same whichever way it is reached");

  @ArchTest
  static final ArchRule gatewayKnowsNoStore = noClasses()
      .that()
      .resideInAPackage("io.tollgate.gateway..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("io.tollgate.standalone..", "io.tollgate.embedded..", "redis.embedded..")
      .because("the production image carries no embedded store");

  @ArchTest
  static final ArchRule adaptersStayInside = classes()
      .that()
      .resideInAnyPackage("io.tollgate.metering.*.postgres..", "io.tollgate.metering.*.redis..")
      .and()
      .areTopLevelClasses()
      .should()
      .notBePublic()
      .because("whoever sees an adapter goes around its port")
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule moneyAndQuantitiesAreExact = fields()
      .that()
      .areDeclaredInClassesThat(resideInAPackage("io.tollgate.rules.."))
      .should()
      .notHaveRawType(double.class)
      .andShould()
      .notHaveRawType(float.class)
      .andShould()
      .notHaveRawType(Double.class)
      .because("binary fractions do not add up");

  @ArchTest
  static final ArchRule capabilitiesFormNoCycle = slices()
      .matching("io.tollgate.rules.(*)..")
      .should()
      .beFreeOfCycles()
      .because("rules that need each other are one rule");

  @ArchTest
  static final ArchRule constructorsAreTheOnlyInjection = fields()
      .should()
      .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
      .because("what a class needs is written where it is made");

  @ArchTest
  static final ArchRule packagesAreNullMarked = classes()
      .that()
      .doNotHaveModifier(JavaModifier.SYNTHETIC)
      .should(new ArchCondition<JavaClass>("reside in a package that is @NullMarked") {
        @Override
        public void check(JavaClass item, ConditionEvents events) {
          JavaPackage folder = item.getPackage();
          if (!folder.isAnnotatedWith(NullMarked.class)) {
            events.add(SimpleConditionEvent.violated(
                item, folder.getName() + " has no package-info.java with @NullMarked"));
          }
        }
      })
      .because("a null that is not announced is a fault that waits");
}
