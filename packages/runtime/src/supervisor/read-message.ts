import { issuesOf, type Json } from "@pragma/contract";
import { parseToFirstIssue } from "@pragma/contract/first-issue";
import { type ProviderMessage, providerMessageSchema } from "@pragma/contract/provider-protocol";
import { formatPath, withName } from "@pragma/language";

const QUOTED_CHARACTERS = 80;

/**
 * Far more than any value that is kept may have. Whatever walks a message later, or writes it as JSON, would run out of
 * stack in one of thousands of levels, and take the worker with it.
 */
const MAX_LEVELS = 256;

/**
 * A line as it was understood; a malformed one may still name the call it is about, and say by its type that the call's
 * handler has ended. `quote` is the line, as it came.
 */
export type ReadMessage =
  | { ok: true; message: ProviderMessage }
  | { ok: false; problem: string; quote: string; call: number | null; isAnswer: boolean };

/** Reads a line from a provider, up to the first thing that is wrong with it. Results, which are nearly all of them, are checked by hand: zod takes 20× as long. */
export function readMessage(line: string): ReadMessage {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return { ok: false, problem: "sent something that is not a message", quote: line, call: null, isAnswer: false };
  }
  // Each level takes two characters at least.
  if (line.length > 2 * MAX_LEVELS && nestsDeeper(raw, MAX_LEVELS)) {
    const problem = `sent a message that nests deeper than ${MAX_LEVELS} levels`;
    return { ok: false, problem, quote: line, ...aboutWhat(raw) };
  }
  if (isResult(raw)) return { ok: true, message: raw };
  const { data, error } = parseToFirstIssue(providerMessageSchema, raw);
  if (!error) return { ok: true, message: data };
  const [issue] = issuesOf(error, raw, []);
  const what = issue ? withName(formatPath(issue.loc), issue.msg) : "";
  return { ok: false, problem: `sent a malformed message: ${what.trim()}`, quote: line, ...aboutWhat(raw) };
}

function isResult(raw: unknown): raw is { type: "result"; id: number; value: Json } {
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
