import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "@pragma/contract";
import { answerProviderCall, type QuestionFailure } from "@pragma/core/provider-calls";
import type { TestApi } from "./api.ts";
import type { Tenant } from "./tenant.ts";

/** A type of the organization's own, whose handlers can report its health. */
export async function addTypeWithHealth(api: TestApi, { organizationId }: Tenant): Promise<void> {
  await api.pool.query(
    `INSERT INTO provider_types (organization_id, provider, resource, version, schema, outputs_schema, tags, capabilities)
     VALUES ($1, 'acme', 'thing', '1', '{"type":"object"}', '{"type":"object"}', '{}', '{health}')`,
    [organizationId],
  );
}

/** Answers the next question to a provider, as a worker does. A `TimeoutError` is a provider that kept silent. */
export async function answerNextQuestion(api: TestApi, answer: () => Json): Promise<void> {
  for (;;) {
    const { rows } = await api.pool.query<{ id: string }>("SELECT id FROM provider_calls LIMIT 1");
    if (rows[0] === undefined) {
      await sleep(10);
      continue;
    }
    const describe = (error: unknown): QuestionFailure => {
      const { name, message } = error as Error;
      return { kind: name === "TimeoutError" ? "timeout" : "failed", message };
    };
    return answerProviderCall(
      api.core,
      rows[0].id,
      async function* () {
        yield answer();
      },
      describe,
    );
  }
}
