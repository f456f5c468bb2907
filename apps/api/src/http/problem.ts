import { STATUS_CODES } from "node:http";
import type { ErrorDetail, ErrorFacts, ProblemDetails, ValidationIssue } from "@pragma/contract";
import type { ErrorCode } from "@pragma/core/errors";
import { type HttpErrorCode, statusOf } from "./error-codes.ts";

/** An error as it leaves the API. */
export type Problem = {
  code: ErrorCode | HttpErrorCode;
  message: string;
  issues?: readonly ValidationIssue[];
  facts?: ErrorFacts;
  headers?: Readonly<Record<string, string>>;
};

/** `{"detail": …}`: an object where there are facts, else the list of issues where there is one, else the message. */
export function problemBody(problem: Problem): string {
  return JSON.stringify({ detail: detailOf(problem) });
}

function detailOf({ message, issues = [], facts = {} }: Problem): string | readonly ValidationIssue[] | ErrorDetail {
  if (Object.keys(facts).length > 0) return { message, ...facts };
  return issues.length > 0 ? issues : message;
}

/** The same facts by RFC 9457, as extension members. */
export function problemJson({ code, message, issues = [], facts = {} }: Problem, requestId: string): string {
  const status = statusOf(code);
  return JSON.stringify({
    ...facts,
    type: `urn:pragma:error:${code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: message,
    instance: `urn:pragma:request:${encodeURIComponent(requestId)}`,
    ...(issues.length > 0 ? { errors: [...issues] } : {}),
  } satisfies ProblemDetails);
}
