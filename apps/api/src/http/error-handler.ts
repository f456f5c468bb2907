import { asDomainError, DomainError, isOutage } from "@pragma/core/errors";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { type HttpErrorCode, statusOf } from "./error-codes.ts";
import { HttpError } from "./http-error.ts";
import type { Problem } from "./problem.ts";
import { requestFacts } from "./request-facts.ts";
import { sendProblem } from "./send-problem.ts";

const MULTIPART = "The multipart body is malformed, or has more than the one file expected";

/** Errors of Fastify and its plugins, in words that do not name them. */
const FRAMEWORK: Readonly<
  Record<string, { code: HttpErrorCode | "payload_too_large" | "validation_failed"; message: string }>
> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: "unsupported_media_type", message: "Expected application/json" },
  FST_ERR_CTP_EMPTY_TYPE: { code: "unsupported_media_type", message: "Expected application/json" },
  FST_ERR_BAD_URL: { code: "malformed_request", message: "The path is not valid percent-encoded UTF-8" },
  FST_ERR_MAX_PARAM_LENGTH: { code: "path_too_long", message: "A segment of the path is too long" },
  FST_REQ_FILE_TOO_LARGE: { code: "payload_too_large", message: "The file is too large" },
  FST_FILES_LIMIT: { code: "validation_failed", message: MULTIPART },
  FST_PARTS_LIMIT: { code: "validation_failed", message: MULTIPART },
  FST_FIELDS_LIMIT: { code: "validation_failed", message: MULTIPART },
  FST_PROTO_VIOLATION: { code: "validation_failed", message: MULTIPART },
  FST_INVALID_JSON_FIELD_ERROR: { code: "validation_failed", message: MULTIPART },
  FST_MP_PREMATURE_CLOSE: { code: "malformed_request", message: "The body ended before all of it was there" },
  FST_INVALID_MULTIPART_CONTENT_TYPE: { code: "unsupported_media_type", message: "Expected multipart/form-data" },
};

/** Every error ends here. Unexpected ones are logged in full, and answered without internal details. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  request.failure = error;
  const facts = { err: error, ...requestFacts(request) };
  if (problem.code === "busy") request.log.warn(facts, "turned away: others hold what the request needs");
  else if (isOutage(error)) request.log.warn(facts, "the database does not answer");
  else if (statusOf(problem.code) === 500) request.log.error(facts, "request failed");
  return sendProblem(request, reply, problem);
}

/** The error as it leaves the API. */
function toProblem(error: unknown): Problem {
  const refusal = asDomainError(error);
  if (refusal instanceof DomainError || refusal instanceof HttpError) return refusal;
  const { code = "", statusCode } = (error ?? {}) as Partial<FastifyError>;
  const known = FRAMEWORK[code];
  if (known !== undefined) return known;
  // A client error, whatever a future version of the framework calls it. Its message is not for clients.
  if (code.startsWith("FST_") && statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { code: "malformed_request", message: "The request is malformed" };
  }
  if (statusCode === 503) return { code: "unavailable", message: "The server is shutting down" };
  if (isOutage(error)) return { code: "unavailable", message: "The database does not answer; try again in a moment" };
  return { code: "internal", message: "Internal Server Error" };
}
