package io.tollgate.gateway.outbound;

import io.tollgate.metering.notification.Notification;
import io.tollgate.metering.notification.NotificationChannel;
import io.tollgate.metering.notification.NotificationProperties;
import io.tollgate.metering.notification.NotificationTarget;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Mail by SMTP, where {@code spring.mail.*} is set. Sending blocks, on threads made for that. */
@Component
final class MailChannel implements NotificationChannel {

  private static final int LONGEST_ERROR = 300;

  private final ObjectProvider<JavaMailSender> sender;
  private final NotificationProperties properties;
  private final JsonMapper json;

  MailChannel(
      ObjectProvider<JavaMailSender> sender, NotificationProperties properties, JsonMapper json) {
    this.sender = sender;
    this.properties = properties;
    this.json = json;
  }

  @Override
  public NotificationTarget.Kind kind() {
    return NotificationTarget.Kind.MAIL;
  }

  @Override
  public Mono<Heard> send(Notification notification) {
    var mail = sender.getIfAvailable();
    if (mail == null) {
      return Mono.just(new Heard(null, "spring.mail.host: not set (expected: an SMTP server)"));
    }
    return Mono.<Heard>fromCallable(() -> {
          mail.send(message(notification));
          return new Heard(null, null);
        })
        .subscribeOn(Schedulers.boundedElastic())
        .onErrorResume(failure -> Mono.just(new Heard(null, text(failure))));
  }

  private SimpleMailMessage message(Notification notification) {
    var message = new SimpleMailMessage();
    message.setFrom(properties.mailFrom());
    message.setTo(notification.address());
    message.setSubject("Tollgate: " + notification.type());
    message.setText(body(notification));
    return message;
  }

  /** One member a line: a mail is read by a person. */
  private String body(Notification notification) {
    var members = json.readValue(notification.data(), JsonNode.class).properties().stream()
        .map(member -> member.getKey() + ": " + value(member.getValue()))
        .collect(Collectors.joining("\n"));
    return notification.type() + "\nat: " + notification.occurredAt() + "\n" + members + "\n";
  }

  private static String value(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  private static String text(Throwable failure) {
    var text = failure.toString().replaceAll("\\p{Cntrl}", " ");
    return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
  }
}
