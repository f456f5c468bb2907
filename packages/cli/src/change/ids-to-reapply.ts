import { isDraft } from "@pragma/contract/lifecycle";
import type { ResourceFilter } from "@pragma/sdk";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import type { Session } from "../session/session.ts";

/**
 * The ids of all that a filter selects, but for drafts: nothing of those runs.
 * @throws CliError if it selects nothing
 */
export async function idsToReapply(session: Session, filter: ResourceFilter): Promise<string[]> {
  const client = await session.client();
  const ids: string[] = [];
  for await (const { id, lifecycle_state } of client.resources.list({ ...filter, signal: session.io.signal })) {
    if (!isDraft(lifecycle_state)) ids.push(id);
  }
  if (ids.length === 0) throw new CliError("Nothing that runs is selected", { exitCode: EXIT.failed });
  return ids;
}
