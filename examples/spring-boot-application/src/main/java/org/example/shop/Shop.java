package org.example.shop;

import dev.nightshift.starter.Answered;
import dev.nightshift.starter.Nightshift;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A shop whose customers ask a model, and whose clerks correct it. */
@SpringBootApplication
@RestController
public class Shop {
  private final Nightshift nightshift;

  Shop(Nightshift nightshift) {
    this.nightshift = nightshift;
  }

  record Question(String customer, String question) {}

  record Correction(String clerk, String id, String better) {}

  @PostMapping("/questions")
  Answered ask(@RequestBody Question asked) {
    return nightshift.ask(asked.question(), asked.customer());
  }

  /** The next question near to it is told; the next night trains it. */
  @PostMapping("/corrections")
  void correct(@RequestBody Correction said) {
    nightshift.correct(said.id(), said.better(), said.clerk());
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Shop.class, arguments);
  }
}
