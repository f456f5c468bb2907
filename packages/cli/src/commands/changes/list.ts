import { CHANGE_STATUSES, CHANGE_VIEWS } from "@pragma/contract/change-values";
import { changeTable } from "../../change/change-table.ts";
import { defineCommand } from "../../framework/command.ts";
import { pastMoment } from "../../resource/duration.ts";
import { defined } from "../../session/defined.ts";
import { firstOf } from "../../session/first-of.ts";

const DEFAULT_LIMIT = 50;

export const command = defineCommand({
  options: {
    status: {
      type: "string",
      choices: CHANGE_STATUSES,
      description: `Only with this status: ${CHANGE_STATUSES.join(", ")}`,
    },
    view: {
      type: "string",
      choices: CHANGE_VIEWS,
      description: "applied: only those that were; open: plans that still can be",
    },
    by: {
      type: "string",
      value: "who",
      description: "Only what this person or token planned or applied: an id or a name",
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
    { does: "Plans that wait for somebody", run: "pragma changes list --view open" },
    { does: "What Ada applied, herself or by a token", run: "pragma changes list --view applied --by Ada" },
  ],
  async run({ options, session }) {
    const { status, view, by: actor, set, resource, limit = DEFAULT_LIMIT } = options;
    const since = options.since === undefined ? undefined : pastMoment(options.since, "--since");
    const client = await session.client();
    const filter = defined({ status, view, actor, set, resource, since });
    const found = await firstOf(limit, (pageSize) =>
      client.changes.list({ ...filter, pageSize, signal: session.io.signal }),
    );
    await session.emit(found, () => changeTable(found, session.style));
  },
});
