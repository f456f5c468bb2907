import { PragmaApiError } from "./api-error.ts";

/** 400: well-formed, but without a meaning. Follow the message. */
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

/** 409: the object's state, or a quota of the organization, does not allow it; `facts` say what stands in the way. */
export class ConflictError extends PragmaApiError {
  override readonly name = "ConflictError";
}

/** 412: `ifMatch` or `ifNoneMatch` does not hold any more. Read again and repeat the change on that. */
export class PreconditionFailedError extends PragmaApiError {
  override readonly name = "PreconditionFailedError";
}

/** 413: the body, or the uploaded file, exceeds its limit. */
export class PayloadTooLargeError extends PragmaApiError {
  override readonly name = "PayloadTooLargeError";
}

/** 415: a body of another type than the API takes. */
export class UnsupportedMediaTypeError extends PragmaApiError {
  override readonly name = "UnsupportedMediaTypeError";
}

/** 422: `issues` say what is wrong where. */
export class ValidationError extends PragmaApiError {
  override readonly name = "ValidationError";
}

/** 429: the organization's requests, the token's streams or the builds in hand are used up for `retryAfter` seconds. */
export class RateLimitedError extends PragmaApiError {
  override readonly name = "RateLimitedError";
}

/** 5xx: a defect, a provider that failed or gave no answer, or a server that is going down. */
export class ServerError extends PragmaApiError {
  override readonly name = "ServerError";
}
