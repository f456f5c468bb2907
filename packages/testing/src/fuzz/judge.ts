import type { AnswerCheck } from "../openapi/index.ts";
import { PATIENT_MS, type PlannedRequest } from "./planned-request.ts";

/** An answer as read; `isWhole` is false if reading stopped before its end, as with streams. */
export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly isWhole: boolean;
}

/** Sender of a request, and what they must not be shown. */
export interface Viewpoint {
  /** Organization of the token; undefined for nobody. */
  readonly space: string | undefined;
  /** Words that only members of each organization may read. */
  readonly wordsOf: Readonly<Record<string, string>>;
  /** The prefix of every secret. */
  readonly canary: string;
  /** Tokens that are valid, or were. */
  readonly tokens: ReadonlySet<string>;
}

export const FAULTS = ["no answer", "server error", "undocumented", "secret", "other organization"] as const;
export type Fault = (typeof FAULTS)[number];

export interface Finding {
  readonly fault: Fault;
  /** The operation and the fault: findings with the same signature most likely have the same cause. */
  readonly signature: string;
  readonly message: string;
}

const TOKEN = /pragma_[A-Za-z0-9_-]{43}/g;

/** Returns what is wrong with an answer. */
export function judge(
  request: PlannedRequest,
  target: string,
  answer: FuzzAnswer | null,
  view: Viewpoint,
  check: AnswerCheck,
): Finding[] {
  const finding = (fault: Fault, message: string): Finding => ({
    fault,
    signature: `${request.method} ${request.path}: ${fault}: ${message.split("\n")[0]?.replace(/\d+/g, "0").slice(0, 120)}`,
    message,
  });
  if (answer === null) return mayBeSilent(request) ? [] : [finding("no answer", "nothing was answered")];
  return [
    ...(isServerError(request, answer) ? [finding("server error", `status ${answer.status}`)] : []),
    ...undescribed(request, target, answer, check).map((message) => finding("undocumented", message)),
    ...secretsIn(request, answer, view).map((message) => finding("secret", message)),
    ...strangersIn(answer, view).map((message) => finding("other organization", message)),
  ];
}

/** The connection may just end if the request is not valid HTTP, and a client that leaves a stream may get nothing. */
function mayBeSilent({ fault, readMs, operation }: PlannedRequest): boolean {
  return fault !== null || (readMs < PATIENT_MS && STREAMS.has(operation));
}

/** Operations whose answers last as long as the client likes. */
export const STREAMS: ReadonlySet<string> = new Set(["streamEvents", "readResourceLogs", "readBuildLogs"]);

/** Operations that ask a provider. */
const ASKING: ReadonlySet<string> = new Set(["checkResourceHealth", "checkResourceDrift", "discover"]);

/** 502 and 504 report the result of a provider's own check; no other status of 500 or more is acceptable. */
function isServerError({ operation }: PlannedRequest, { status }: FuzzAnswer): boolean {
  if (ASKING.has(operation) && (status === 502 || status === 504)) return false;
  return status >= 500;
}

function undescribed(request: PlannedRequest, target: string, answer: FuzzAnswer, check: AnswerCheck): string[] {
  const path = target.split("?")[0] ?? "";
  const { method } = request;
  if (method === "OPTIONS" && answer.status === 204) return [];
  if (method === "HEAD" && mayBeUnread(request)) return [];
  const isOpenHead = method === "HEAD" && check.templateOf("HEAD", path) === undefined;
  if (isOpenHead) return answer.text === "" ? [] : ["an answer to HEAD has a body"];
  // An answer that was not read to its end is not JSON.
  if (!answer.isWhole && answer.status < 300) return [];
  return check.problemsOf(method, path, answer);
}

/** Whether the request may be refused before its first line is understood: that answer has a body for any method. */
function mayBeUnread({ fault, params }: PlannedRequest): boolean {
  return fault !== null || Object.values(params).some(({ encoding }) => encoding === "raw");
}

function secretsIn(request: PlannedRequest, answer: FuzzAnswer, { canary, tokens }: Viewpoint): string[] {
  const shown = `${[...answer.headers.values()].join("\n")}\n${answer.text}`;
  const isAsked = answer.status === 200 && request.query.some(([name]) => name === "reveal");
  const isMade = request.operation === "createToken" || request.operation === "exchangeLoginCode";
  const found = isMade && answer.status === 200 ? [] : (shown.match(TOKEN) ?? []).filter((token) => tokens.has(token));
  return [
    ...(shown.includes(canary) && !isAsked ? [`a secret is shown: ${around(shown, canary)}`] : []),
    ...found.slice(0, 1).map((token) => `a token is shown: ${around(shown, token)}`),
  ];
}

function strangersIn({ text }: FuzzAnswer, { space, wordsOf }: Viewpoint): string[] {
  return Object.entries(wordsOf)
    .filter(([owner, words]) => owner !== space && text.includes(words))
    .map(([owner, words]) => `words of ${owner} are shown: ${around(text, words)}`);
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 80), at + part.length + 20).replaceAll(/\s+/g, " ");
}
