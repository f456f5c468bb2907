import type { Health, ProviderContext } from "@pragma/sdk/provider";
import { accessFault, checksumOf, type Existing, inspect, readChecksum, requireKind } from "../files/inspect.ts";
import { locate } from "../files/place.ts";
import type { FileFields } from "./config.ts";

/** Whether the file at a path has that content. */
export async function hasContent(
  path: string,
  existing: Existing,
  content: Buffer,
  signal: AbortSignal,
): Promise<boolean> {
  return existing.size === content.length && (await readChecksum(path, signal)) === checksumOf(content);
}

/** Unhealthy: it is gone. Degraded: it was changed since. @throws ConfigError for a place that cannot be its */
export async function fileHealth(
  ctx: Pick<ProviderContext<FileFields>, "config" | "signal">,
  content: Buffer,
): Promise<Health> {
  const { path } = await locate(ctx.config);
  const existing = await inspect(path);
  if (existing === null) return { status: "unhealthy", message: "It does not exist" };
  requireKind(existing, "file", ctx.config.path);
  const details = { size: existing.size };
  if (!(await hasContent(path, existing, content, ctx.signal))) {
    return { status: "degraded", message: "Its content was changed", details };
  }
  const fault = accessFault(existing, ctx.config);
  if (fault !== null) return { status: "degraded", message: `It was changed: ${fault}`, details };
  return { status: "healthy", message: null, details };
}
