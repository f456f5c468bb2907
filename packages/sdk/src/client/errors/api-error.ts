import type { ErrorDetail, ValidationIssue } from "../types/models.ts";
import { PragmaError } from "./pragma-error.ts";

/** Facts of an error that a program can act on; docs/errors.md lists them by code. */
export type ErrorFacts = Omit<ErrorDetail, "message">;

/** An error response of the API, parsed. */
export interface ApiErrorInit {
  /** Operation and its target, such as `apply postgres/database/main`. */
  action: string;
  status: number;
  /** Code of docs/errors.md, such as `change_in_flight`; null where something before the API answered. */
  code: string | null;
  detail: string | ValidationIssue[] | ErrorDetail;
  issues: ValidationIssue[];
  facts: ErrorFacts;
  requestId: string | null;
  retryAfter: number | null;
}

/** The API refused the request, or failed. Nothing was written. Each status has its own subclass. */
export class PragmaApiError extends PragmaError {
  override readonly name: string = "PragmaApiError";
  readonly action: string;
  readonly status: number;
  /** Code of docs/errors.md, such as `change_in_flight`; null where something before the API answered. */
  readonly code: string | null;
  /** As the API's `{"detail": …}`: a text, the issues of a 422, or a message with facts. */
  readonly detail: string | ValidationIssue[] | ErrorDetail;
  /** The problems in the request, for a 422; otherwise empty. */
  readonly issues: ValidationIssue[];
  /** Facts such as `dependents` or `current_state`; empty where there are none. */
  readonly facts: ErrorFacts;
  /** `X-Request-Id` of the response, which identifies it in the server's log. */
  readonly requestId: string | null;
  /** Seconds to wait before the next attempt, if the server said so. */
  readonly retryAfter: number | null;

  constructor(init: ApiErrorInit) {
    super(messageOf(init));
    this.action = init.action;
    this.status = init.status;
    this.code = init.code;
    this.detail = init.detail;
    this.issues = init.issues;
    this.facts = init.facts;
    this.requestId = init.requestId;
    this.retryAfter = init.retryAfter;
  }
}

function messageOf({ action, status, code, detail, issues, requestId }: ApiErrorInit): string {
  const wrong = issues.map(sentenceOf);
  const reason = wrong.join("; ") || (typeof detail === "string" ? detail : (detail as ErrorDetail).message);
  const tail = [status, code, requestId && `request ${requestId}`].filter(Boolean).join(", ");
  return `Could not ${action}: ${reason} (${tail})`;
}

/** Most messages begin with the path; it is prepended to the others. */
function sentenceOf({ loc, msg }: ValidationIssue): string {
  const place = placeOf(loc.filter((part) => part !== "body"));
  return place === "" || msg.includes(place) ? msg : `${place} ${msg}`;
}

/** As the API writes it in messages: `config.servers[0].port`. */
function placeOf(path: readonly (string | number)[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!/^[A-Za-z_$][A-Za-z0-9_$-]*$/.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
