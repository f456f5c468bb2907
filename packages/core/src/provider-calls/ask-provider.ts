import type { Json } from "@pragma/contract";
import { cancelProviderCall, insertProviderCall, readProviderCallChunks } from "@pragma/db/queries";
import { v7 as uuidv7 } from "uuid";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";

export interface ProviderQuestion {
  resourceKey: string;
  method: "health" | "logs";
  arguments?: Json;
  timeoutMs: number;
}

const POLL_MS = 20;

/**
 * Asks a live provider something, through a worker: the API runs no provider. The answer comes in chunks.
 * @param signal aborts when the client leaves: the provider's handler is cancelled then
 * @throws DomainError provider_timeout, provider_failed
 */
export async function* askProvider(
  core: Core,
  context: RequestContext,
  question: ProviderQuestion,
  signal?: AbortSignal,
): AsyncGenerator<Json> {
  const tenant = core.db.tenant(context.organizationId);
  const id = uuidv7();
  const { resourceKey, method, timeoutMs } = question;
  await insertProviderCall(tenant, {
    id,
    resourceKey,
    method,
    arguments: JSON.stringify(question.arguments ?? {}),
    timeoutMs,
  });
  core.wakeUp.changed();
  const deadline = performance.now() + timeoutMs;
  let next = 0;
  try {
    while (signal?.aborted !== true) {
      for (const chunk of await readProviderCallChunks(tenant, id, next)) {
        next = chunk.sequence + 1;
        if (chunk.kind === "end") return;
        const body = JSON.parse(chunk.body) as Json;
        if (chunk.kind === "error") throw failure(resourceKey, body);
        yield body;
      }
      if (performance.now() > deadline) {
        throw new DomainError(
          "provider_timeout",
          `The provider of ${resourceKey} did not answer within ${timeoutMs / 1000} s`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    await cancelProviderCall(tenant, id);
  }
}

function failure(resourceKey: string, body: Json): DomainError {
  const { kind, message } = body as { kind: string; message: string };
  const code = kind === "timeout" ? "provider_timeout" : "provider_failed";
  return new DomainError(code, `The provider of ${resourceKey} failed: ${message}`);
}
