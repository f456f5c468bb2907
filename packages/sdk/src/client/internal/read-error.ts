import {
  type ApiErrorInit,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type ErrorFacts,
  NotFoundError,
  PayloadTooLargeError,
  PermissionDeniedError,
  PragmaApiError,
  PreconditionFailedError,
  RateLimitedError,
  ServerError,
  UnsupportedMediaTypeError,
  ValidationError,
} from "../errors/index.ts";
import type { ErrorDetail, ValidationIssue } from "../types/models.ts";

const CLASSES: Readonly<Record<number, new (init: ApiErrorInit) => PragmaApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  412: PreconditionFailedError,
  413: PayloadTooLargeError,
  415: UnsupportedMediaTypeError,
  422: ValidationError,
  429: RateLimitedError,
};

const CODE = /^urn:pragma:error:(\w+)$/;
/** A proxy in front of the API may answer with a whole page. */
const LONGEST_TEXT = 200;

/**
 * The error of a response, by its status. Accepts RFC 9457, `{"detail": …}`, and whatever a proxy may answer instead.
 */
export async function readError(action: string, response: Response): Promise<PragmaApiError> {
  const { status, headers } = response;
  const Class = CLASSES[status] ?? (status >= 500 ? ServerError : PragmaApiError);
  return new Class({
    action,
    status,
    requestId: headers.get("x-request-id"),
    retryAfter: secondsOf(headers.get("retry-after")),
    ...parse(await response.text().catch(() => ""), response),
  });
}

type Parsed = Pick<ApiErrorInit, "code" | "detail" | "issues" | "facts">;

function parse(text: string, response: Response): Parsed {
  const body = asObject(text);
  const detail = body?.["detail"];
  if (body === null || detail === undefined) return foreign(text, response);
  const code = CODE.exec(String(body["type"] ?? ""))?.[1] ?? null;
  if (code !== null) return problem(code, body);
  if (Array.isArray(detail)) return { code, detail, issues: detail, facts: {} };
  if (typeof detail !== "object") return { code, detail: String(detail), issues: [], facts: {} };
  const { message: _, ...facts } = detail as ErrorDetail;
  return { code, detail: detail as ErrorDetail, issues: [], facts };
}

/** RFC 9457 carries more than `{"detail": …}`: the code, and issues beside facts. */
function problem(code: string, body: Record<string, unknown>): Parsed {
  const { type, title, status, detail, instance, errors, ...rest } = body;
  const issues = (errors ?? []) as ValidationIssue[];
  const facts = rest as ErrorFacts;
  const message = String(detail);
  if (Object.keys(facts).length > 0) return { code, detail: { message, ...facts }, issues, facts };
  return { code, detail: issues.length > 0 ? issues : message, issues, facts };
}

function foreign(text: string, { status, statusText, headers }: Response): Parsed {
  const to = headers.get("location");
  const redirected = to === null ? "redirected" : `redirected to ${to}`;
  const reason = status === 0 || (status >= 300 && status < 400) ? `${redirected}: set apiUrl to where the API is` : "";
  const said = /^\s*</.test(text) ? "" : text.trim().slice(0, LONGEST_TEXT);
  return { code: null, detail: reason || said || statusText || "no reason given", issues: [], facts: {} };
}

function asObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** `Retry-After` is seconds, or a date. */
function secondsOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}
