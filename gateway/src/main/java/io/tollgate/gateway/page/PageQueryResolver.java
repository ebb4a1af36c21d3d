package io.tollgate.gateway.page;

import io.tollgate.gateway.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Reads a {@link PageQuery} from a request. */
final class PageQueryResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == PageQuery.class;
  }

  @Override
  public Mono<Object> resolveArgument(
      MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
    return Mono.fromSupplier(() -> read(exchange));
  }

  private static PageQuery read(ServerWebExchange exchange) {
    var parameters = exchange.getRequest().getQueryParams();
    var cursor = parameters.getFirst("after");
    var limit = limitOf(parameters.getFirst("limit"));
    if (!StringUtils.hasLength(cursor)) {
      return new PageQuery(null, 0, limit);
    }
    return new PageQuery(cursor, Cursor.positionOf(cursor), limit);
  }

  private static int limitOf(@Nullable String text) {
    if (text == null) {
      return PageQuery.DEFAULT_LIMIT;
    }
    try {
      var limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= PageQuery.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the same answer: it is not a limit.
    }
    throw Problem.invalid(
            "limit",
            "limit: " + text + " (expected: a number from 1 to " + PageQuery.MAX_LIMIT + ")")
        .asException();
  }
}
