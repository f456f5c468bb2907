import { resourceId, resourceKey } from "@pragma/language";
import type { SubResource, SubResourceState } from "../context.ts";
import type { InvocationHost } from "../host/invocation.ts";
import type { LogEntry } from "../host/run.ts";

/** Replaces the platform for `ctx.apply` and `ctx.waitReady`. */
export interface HarnessPlatform {
  apply?(resource: SubResource): Promise<SubResourceState> | SubResourceState;
  waitReady?(id: string, timeout: number): Promise<SubResourceState> | SubResourceState;
}

/** Serves one call of a handler. What it logs and applies is appended to the lists. */
export function hostOf(
  platform: HarnessPlatform,
  { logs, applied, signal }: { logs: LogEntry[]; applied: SubResource[]; signal: AbortSignal },
): InvocationHost {
  return {
    signal,
    log: (level, message, metadata) => logs.push({ timestamp: new Date().toISOString(), level, message, metadata }),
    apply: async (resource) => {
      applied.push(resource);
      return platform.apply?.(resource) ?? readyState(resource);
    },
    waitReady: async (id, timeout) => {
      const own = applied.find((resource) => idsOf(resource).includes(id));
      const state = (await platform.waitReady?.(id, timeout)) ?? (own && readyState(own));
      if (!state) throw new Error(`${id} was not applied; give the harness a waitReady of its own`);
      return state;
    },
  };
}

/** The id and the key of a resource. */
export function idsOf(resource: Pick<SubResource, "provider" | "resource" | "name">): [string, string] {
  const { provider, resource: type, name } = resource;
  const ref = { provider, resource: type, name };
  return [resourceId(ref), resourceKey(ref)];
}

function readyState(resource: SubResource): SubResourceState {
  const { provider, name } = resource;
  return {
    id: idsOf(resource)[0],
    provider,
    resource: resource.resource,
    name,
    lifecycle_state: "ready",
    outputs: {},
    error: null,
  };
}
