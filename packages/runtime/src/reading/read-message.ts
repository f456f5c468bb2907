import type { Json } from "@pragma/contract";
import { parseToFirstIssue } from "@pragma/contract/first-issue";
import { type ProviderMessage, providerMessageSchema } from "@pragma/contract/provider-protocol";
import { issuesOf } from "@pragma/contract/words";
import { formatPath, withName } from "@pragma/language";
import { type CalledMethod, type CheckedAnswer, checkAnswer } from "./answers.ts";

const QUOTED_CHARACTERS = 80;
/** Characters kept of a line to be quoted: beyond the quote there is enough to know any secret that begins in it. */
const KEPT_CHARACTERS = 1024;

/**
 * Far more than any value that is kept may have. Whatever walks a message later, or writes it as JSON, would run out of
 * stack in one of thousands of levels, and take the worker with it.
 */
const MAX_LEVELS = 256;

/** A line that is no message. It may still name the call it is about, and say by its type that the call's handler has ended. */
export interface UnreadableLine {
  kind: "unreadable";
  problem: string;
  /** The beginning of the line, as it came. */
  quote: string;
  call: number | null;
  isAnswer: boolean;
}

/** Any message but a `result`. */
export type OtherMessage = Exclude<ProviderMessage, { type: "result" }>;

/** A line as it was understood. The `result` of a call that runs is checked; of another, `checked` is null. */
export type ReadMessage =
  | { kind: "message"; message: OtherMessage }
  | { kind: "result"; id: number; checked: CheckedAnswer | null }
  | UnreadableLine;

/**
 * Reads a line from a provider, up to the first thing that is wrong with it. Results, which are nearly all of them, are
 * checked by hand: zod takes 20× as long.
 *
 * @param methodOf what the running call of that number runs
 */
export function readMessage(line: string, methodOf: (id: number) => CalledMethod | undefined): ReadMessage {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return unreadable(line, "sent something that is not a message");
  }
  // Each level takes two characters at least.
  if (line.length > 2 * MAX_LEVELS && nestsDeeper(raw, MAX_LEVELS))
    return unreadable(line, `sent a message that nests deeper than ${MAX_LEVELS} levels`, raw);
  if (isResult(raw)) {
    const method = methodOf(raw.id);
    return {
      kind: "result",
      id: raw.id,
      checked: method === undefined ? null : checkAnswer(method, raw.value, raw.state),
    };
  }
  const { data, error } = parseToFirstIssue(providerMessageSchema, raw);
  if (!error) return { kind: "message", message: data as OtherMessage };
  const [issue] = issuesOf(error, raw, []);
  const what = issue ? withName(formatPath(issue.loc), issue.msg) : "";
  return unreadable(line, `sent a malformed message: ${what.trim()}`, raw);
}

/** The result for a line that cannot be read. @param raw what it is as JSON, if it is JSON */
export function unreadable(line: string, problem: string, raw?: unknown): UnreadableLine {
  return { kind: "unreadable", problem, quote: line.slice(0, KEPT_CHARACTERS), ...aboutWhat(raw) };
}

function isResult(raw: unknown): raw is { type: "result"; id: number; value: Json; state?: Json } {
  return (
    typeof raw === "object" &&
    raw !== null &&
    "type" in raw &&
    raw.type === "result" &&
    "id" in raw &&
    typeof raw.id === "number" &&
    "value" in raw
  );
}

function aboutWhat(raw: unknown): { call: number | null; isAnswer: boolean } {
  const { type, id, call } = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
  // A request has a number of its own, which may be that of another call.
  const named = type === "request" ? call : id;
  return { call: typeof named === "number" ? named : null, isAnswer: type === "result" || type === "error" };
}

function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => nestsDeeper(part, levels - 1));
}

/** The beginning of a line, for display. Truncate only after redaction: half a secret would not be recognized. */
export function cutQuote(text: string): string {
  return JSON.stringify(text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text);
}
