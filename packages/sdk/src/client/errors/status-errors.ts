import { PragmaApiError } from "./api-error.ts";

/** 400: the request is well-formed but invalid; the message says why. */
export class BadRequestError extends PragmaApiError {
  override readonly name = "BadRequestError";
}

/** 401: the token is absent, unknown, expired or revoked. */
export class AuthenticationError extends PragmaApiError {
  override readonly name = "AuthenticationError";
}

/** 403: the token, or its holder's role, lacks the scope that the message names. */
export class PermissionDeniedError extends PragmaApiError {
  override readonly name = "PermissionDeniedError";
}

/** 404: not in the token's organization. */
export class NotFoundError extends PragmaApiError {
  override readonly name = "NotFoundError";
}

/** 409: the object's state, or a quota of the organization, does not allow it; `facts` say why. */
export class ConflictError extends PragmaApiError {
  override readonly name = "ConflictError";
}

/** 412: `ifMatch` or `ifNoneMatch` no longer holds. Read again, and repeat the change on the current state. */
export class PreconditionFailedError extends PragmaApiError {
  override readonly name = "PreconditionFailedError";
}

/** 413: the body, or the uploaded file, exceeds its limit. */
export class PayloadTooLargeError extends PragmaApiError {
  override readonly name = "PayloadTooLargeError";
}

/** 415: the API does not accept a body of this type. */
export class UnsupportedMediaTypeError extends PragmaApiError {
  override readonly name = "UnsupportedMediaTypeError";
}

/** 422: the request is invalid; `issues` list the problems. */
export class ValidationError extends PragmaApiError {
  override readonly name = "ValidationError";
}

/**
 * 429: a limit is reached: requests of the organization, streams of the token, or builds. Wait `retryAfter` seconds.
 */
export class RateLimitedError extends PragmaApiError {
  override readonly name = "RateLimitedError";
}

/** 5xx: a bug, a provider that failed or did not answer, or a server that is shutting down. */
export class ServerError extends PragmaApiError {
  override readonly name = "ServerError";
}
