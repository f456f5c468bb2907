import type { Facts, HandlerFact, RequestFact } from "./facts.ts";
import { inOrder } from "./lives.ts";
import { idOf, subjectsOf } from "./operation.ts";

/** Something that must never happen. */
export interface Violation {
  /** The check that found it. */
  readonly check: string;
  /** Violation in a sentence. */
  readonly message: string;
  readonly space: string;
  /** The friendly id of the resource, if it concerns one. */
  readonly key: string | null;
  /** The moment that it concerns, if any: look at what happened around it. */
  readonly at?: number;
}

/** One way to check facts against the contract. */
export interface Check {
  readonly name: string;
  /** Promise that it checks, for the list of checks. */
  readonly promise: string;
  run(facts: Facts): Violation[];
}

/** Events within this time after a violation belong to its story. */
const AFTER_MS = 1000;

/** A resource's last requests, handlers and steps, oldest first, as lines to print with a violation. */
export function storyOf(facts: Facts, { space, key, at }: Violation, length = 30): string[] {
  if (key === null) return [];
  const until = at === undefined ? Number.POSITIVE_INFINITY : at + AFTER_MS;
  const lines: [number, string][] = [
    ...facts.requests
      .filter((request) => request.space === space && subjectsOf(request.operation).includes(key) && isWrite(request))
      .map((request): [number, string] => [request.startedAt, requestLine(request)]),
    ...facts.handlers
      .filter((handler) => handler.space === space && handler.id === idOf(key))
      .flatMap((handler): [number, string][] => handlerLines(handler)),
    ...inOrder(facts.history.filter((row) => row.space === space && row.key === key)).map((row): [number, string] => [
      row.at,
      `  history ${row.id}: ${row.type} ${row.from ?? "-"} > ${row.to ?? "-"}, generation ${row.generation}, by ${row.correlationId}${row.eventId === null ? "" : `, event ${row.eventId}`}${row.error === null ? "" : `: ${row.error}`}`,
    ]),
    ...facts.disturbances.map(({ what, whom, from, until }): [number, string] => [
      from,
      `${what} of ${whom}, over after ${until - from} ms`,
    ]),
  ];
  return lines
    .filter(([time]) => time <= until)
    .sort(([a], [b]) => a - b)
    .slice(-length)
    .map(([time, line]) => `${new Date(time).toISOString().slice(11, 23)} ${line}`);
}

function isWrite({ operation }: RequestFact): boolean {
  return !["get", "status", "history", "download"].includes(operation.kind);
}

function requestLine({ id, operation, status, startedAt, endedAt }: RequestFact): string {
  const { kind, ...rest } = operation;
  return `${kind} → ${status ?? "no answer"} after ${endedAt - startedAt} ms (${id}) ${JSON.stringify(rest)}`;
}

function handlerLines(handler: HandlerFact): [number, string][] {
  const name = `  handler ${handler.number}: ${handler.method}`;
  const begin = `${name} begins, event ${handler.operationId}, attempt ${handler.attempt}, ordered: ${handler.fault}`;
  const acted: [number, string][] = handler.actedAt === null ? [] : [[handler.actedAt, `${name} acts`]];
  const ended: [number, string][] = handler.endedAt === null ? [] : [[handler.endedAt, `${name} ${handler.end}`]];
  return [[handler.beganAt, begin], ...acted, ...ended];
}
