import type { Bench } from "../bench.ts";
import { applyBody, changeBody, type Document } from "../documents.ts";
import type { ApplyUntilReadyResult } from "../load/jobs.ts";
import type { Stack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

/** Applies resources over HTTP and waits until the event stream has said of each that it is ready. */
export function makeReady(
  bench: Bench,
  stack: Stack,
  documents: readonly Document[],
  connections = 16,
  bodyOf: (document: Document) => string = (document) => applyBody(document),
): Promise<ApplyUntilReadyResult> {
  return bench.load.run({
    kind: "apply-until-ready",
    ...targetOf(stack),
    connections,
    bodies: documents.map(bodyOf),
    names: documents.map((document) => document.name),
  });
}

/** The same as one change. */
export function makeReadyAsOne(
  bench: Bench,
  stack: Stack,
  documents: readonly Document[],
): Promise<ApplyUntilReadyResult> {
  return bench.load.run({
    kind: "apply-until-ready",
    ...targetOf(stack),
    connections: 1,
    path: "/changes",
    bodies: [changeBody(documents, { apply: true })],
    names: documents.map((document) => document.name),
  });
}

/** How many calls have reached the bench's provider, by its own count. */
export async function providerCalls(stack: Stack, document: Document): Promise<number> {
  const path = `/resources/${encodeURIComponent(`bench/file/${document.name}`)}/health`;
  const answer = await fetch(`${stack.apiUrl}${path}`, { headers: { authorization: `Bearer ${stack.token}` } });
  const { details } = (await answer.json()) as { details?: { calls: number } };
  if (details === undefined) throw new Error(`The provider's health was answered ${answer.status}`);
  return details.calls;
}
