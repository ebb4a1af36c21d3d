package io.tollgate.gateway.ops;

import io.tollgate.gateway.ops.CorrectionRequests.Correct;
import io.tollgate.gateway.ops.CorrectionRequests.EffectAnswer;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.correction.CorrectionReply;
import io.tollgate.metering.correction.CorrectionReply.AlreadyCorrected;
import io.tollgate.metering.correction.CorrectionReply.Corrected;
import io.tollgate.metering.correction.CorrectionReply.NotCovered;
import io.tollgate.metering.correction.CorrectionReply.NothingToReplace;
import io.tollgate.metering.correction.CorrectionReply.UnknownRecord;
import io.tollgate.metering.correction.Corrections;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Corrections of usage records (contract 3.7). */
@RestController
class CorrectionController {

  private final Corrections corrections;

  CorrectionController(Corrections corrections) {
    this.corrections = corrections;
  }

  @PostMapping("/ops/v1/corrections")
  Mono<ResponseEntity<EffectAnswer>> correct(
      @Valid @RequestBody Correct request, @RequestParam(defaultValue = "false") boolean preview) {
    var correction = request.correction();
    return preview
        ? corrections.preview(correction).map(reply -> answer(request, reply, HttpStatus.OK, true))
        : corrections
            .correct(correction)
            .map(reply -> answer(request, reply, HttpStatus.CREATED, false));
  }

  private static ResponseEntity<EffectAnswer> answer(
      Correct request, CorrectionReply reply, HttpStatus status, boolean preview) {
    return switch (reply) {
      case Corrected(var effect) ->
        ResponseEntity.status(status).body(EffectAnswer.of(request, effect, preview));
      case UnknownRecord() ->
        throw Problem.notFound("usage record", request.isvId() + "/" + request.meteringSn())
            .asException();
      case AlreadyCorrected(var number, var quantity) ->
        throw Problem.conflict("The record was already corrected to " + quantity
                + " by correction " + number + "; to correct it once more send \"replaces\": \""
                + number + "\"")
            .with("correctionId", Long.toString(number))
            .asException();
      case NothingToReplace() ->
        throw Problem.conflict("replaces: " + request.replaces()
                + " (expected: nothing, the record was never corrected)")
            .asException();
      case NotCovered(var requested, var available) ->
        throw Problem.conflict("quantity: " + request.quantity() + " needs " + requested
                + " more, the package has " + available
                + " and the product rejects what is over quota (expected: a smaller quantity)")
            .asException();
    };
  }
}
