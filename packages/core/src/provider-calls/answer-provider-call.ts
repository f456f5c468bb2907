import type { Json } from "@pragma/contract";
import {
  findProviderCall,
  findResource,
  insertProviderCallChunk,
  isProviderCallWanted,
  type ResourceRow,
} from "@pragma/db/queries";
import type { Core } from "../core.ts";

/** A question as the worker sees it. */
export interface OpenQuestion {
  organizationId: string;
  resource: ResourceRow;
  method: string;
  arguments: Json;
  deadlineMs: number;
  /** Aborts once nobody waits any more. */
  signal: AbortSignal;
}

export type QuestionFailure = { kind: "timeout" | "failed"; message: string };

const WATCH_MS = 500;

/**
 * Answers a question that the API asked. Does nothing if nobody waits for it any more.
 * @param handler gives the chunks; its errors are turned into one by `describeFailure`
 */
export async function answerProviderCall(
  core: Core,
  callId: string,
  handler: (question: OpenQuestion) => AsyncIterable<Json>,
  describeFailure: (error: unknown) => QuestionFailure,
): Promise<void> {
  const call = await findProviderCall(core.db, callId);
  if (!call) return;
  const resource = await findResource(core.db.tenant(call.organization_id), call.resource_key);
  if (!resource) return;
  const controller = new AbortController();
  const watch = setInterval(() => {
    isProviderCallWanted(core.db, callId).then(
      (wanted) => wanted || controller.abort(),
      () => undefined,
    );
  }, WATCH_MS);
  let sequence = 0;
  const write = (kind: "data" | "end" | "error", body: Json): Promise<void> =>
    insertProviderCallChunk(core.db, callId, sequence++, kind, JSON.stringify(body));
  try {
    const question: OpenQuestion = {
      organizationId: call.organization_id,
      resource,
      method: call.method,
      arguments: JSON.parse(call.arguments) as Json,
      deadlineMs: Math.max(1, call.remaining_ms),
      signal: controller.signal,
    };
    for await (const chunk of handler(question)) await write("data", chunk);
    await write("end", null);
  } catch (error) {
    await write("error", describeFailure(error) as unknown as Json);
  } finally {
    clearInterval(watch);
  }
}
