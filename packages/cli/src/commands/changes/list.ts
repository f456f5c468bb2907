import { CHANGE_STATUSES } from "@pragma/contract/change-values";
import type { ChangeSummary } from "@pragma/sdk";
import { changeTable } from "../../change/change-table.ts";
import { defineCommand } from "../../framework/command.ts";
import { pastMoment } from "../../resource/duration.ts";
import { defined } from "../../session/defined.ts";

const DEFAULT_LIMIT = 50;

export const command = defineCommand({
  options: {
    status: {
      type: "string",
      choices: CHANGE_STATUSES,
      description: `Only with this status: ${CHANGE_STATUSES.join(", ")}`,
    },
    set: { type: "string", value: "name", description: "Only of this set", complete: "set" },
    resource: { type: "string", value: "id", description: "Only those that touch this resource", complete: "resource" },
    since: {
      type: "string",
      value: "time",
      description: "Only from then on: a timestamp, or how long ago, such as 2d",
    },
    limit: { type: "number", min: 1, description: `How many to show at most; ${DEFAULT_LIMIT} if left out` },
  },
  examples: [
    { does: "The latest", run: "pragma changes list" },
    {
      does: "What changed this since yesterday?",
      run: "pragma changes list --resource postgres/database/main --since 1d",
    },
    { does: "What failed", run: "pragma changes list --status failed" },
  ],
  async run({ options, session }) {
    const { status, set, resource, limit = DEFAULT_LIMIT } = options;
    const since = options.since === undefined ? undefined : pastMoment(options.since, "--since");
    const client = await session.client();
    const page = { pageSize: Math.min(limit, 1_000), signal: session.io.signal };
    const found: ChangeSummary[] = [];
    for await (const change of client.changes.list({ ...defined({ status, set, resource, since }), ...page })) {
      found.push(change);
      if (found.length >= limit) break;
    }
    await session.emit(found, () => changeTable(found, session.style));
  },
});
