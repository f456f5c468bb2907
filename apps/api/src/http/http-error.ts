import type { ValidationIssue } from "@pragma/contract";
import type { ErrorCode } from "@pragma/core/errors";
import type { HttpErrorCode } from "./error-codes.ts";

export type HttpErrorOptions = {
  issues?: readonly ValidationIssue[];
  headers?: Readonly<Record<string, string>>;
};

/** An error in the request itself, found before any domain code ran. */
export class HttpError extends Error {
  readonly code: ErrorCode | HttpErrorCode;
  readonly issues: readonly ValidationIssue[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode | HttpErrorCode, message: string, { issues = [], headers = {} }: HttpErrorOptions = {}) {
    super(message);
    this.name = "HttpError";
    this.code = code;
    this.issues = issues;
    this.headers = headers;
  }
}

/** 422 that lists the problems and where they are. */
export function unprocessable(...issues: ValidationIssue[]): HttpError {
  const message = issues.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`).join("; ");
  return new HttpError("validation_failed", message, { issues });
}
