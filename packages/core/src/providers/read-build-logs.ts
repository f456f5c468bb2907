import { isBuildFinished } from "@pragma/contract";
import { findBuild, findBuildLog } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import { Signal } from "../foundation/common/signal.ts";
import { BUILDS_CHANNEL, buildPayload } from "../foundation/common/wake-up.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";

/** Polls at least this often, in case a notification is lost. */
const POLL_MS = 1000;
const BATCH = 100;

/**
 * The log of a build as text: existing lines, then new ones, until the build ends. Reads more only once the previous
 * text has been consumed, so a slow reader costs nothing. Also ends when `signal` aborts, or the build is removed.
 * @throws DomainError not_found, at the first step
 */
export async function* readBuildLogs(
  core: Core,
  context: RequestContext,
  provider: string,
  version: string,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const tenant = core.db.tenant(context.organizationId);
  let build = await findBuild(tenant, provider, version);
  if (!build) throw notFound("Build");
  const mine = buildPayload(context.organizationId, provider, version);
  const news = new Signal();
  const unlisten = core.services.listener.listen(BUILDS_CHANNEL, (payload) => {
    if (payload === null || payload === mine) news.raise();
  });
  let last = 0;
  try {
    while (build && signal?.aborted !== true) {
      const chunks = await findBuildLog(tenant, provider, version, last, BATCH);
      for (const chunk of chunks) yield chunk.text;
      last = chunks.at(-1)?.sequence ?? last;
      if (chunks.length === BATCH) continue;
      // The state was read before the log, so the log is complete if the build had finished by then.
      if (isBuildFinished(build.status)) return;
      await news.wait(POLL_MS, signal);
      build = await findBuild(tenant, provider, version);
    }
  } finally {
    unlisten();
  }
}
