import { DRIFT_STATUSES } from "@pragma/contract/drift";
import { LIFECYCLE_STATES } from "@pragma/contract/lifecycle";
import type { ResourceFilter } from "@pragma/sdk";
import { defineCommand } from "../../framework/command.ts";
import { resourceTable } from "../../resource/resource-table.ts";
import { defined } from "../../session/defined.ts";
import { firstOf } from "../../session/first-of.ts";

export const command = defineCommand({
  options: {
    provider: { type: "string", description: "Only of this provider", complete: "provider" },
    type: { type: "string", description: "Only of this type, such as database" },
    connection: {
      type: "string",
      value: "key",
      description: "Only those that use this connection, such as postgres/connection/main",
      complete: "connection",
    },
    tag: { type: "strings", short: "t", description: "Only with this tag" },
    state: {
      type: "string",
      choices: LIFECYCLE_STATES,
      description: `Only in this state: ${LIFECYCLE_STATES.join(", ")}`,
    },
    drift: {
      type: "string",
      choices: DRIFT_STATUSES,
      description: `Only what checks found so: ${DRIFT_STATUSES.join(", ")}`,
    },
    set: { type: "string", value: "name", description: "Only members of this set", complete: "set" },
    query: { type: "string", short: "q", value: "text", description: "Only with this text in the name" },
    limit: { type: "number", min: 1, description: "How many to show at most; all if left out" },
  },
  examples: [
    { does: "All", run: "pragma resources list" },
    { does: "What failed", run: "pragma resources list --state failed" },
    { does: "Databases with two tags", run: "pragma resources list --type database --tag shop --tag prod" },
    { does: "What uses a server", run: "pragma resources list --connection postgres/connection/main" },
    { does: "To apply elsewhere", run: "pragma resources list -o yaml > everything.yaml" },
  ],
  async run({ options, session }) {
    const {
      provider,
      type: resource,
      connection,
      state,
      drift,
      set,
      query,
      limit = Number.POSITIVE_INFINITY,
    } = options;
    const tags = options.tag.length === 0 ? undefined : options.tag;
    const client = await session.client();
    const filter = {
      provider,
      resource,
      connection,
      tags,
      lifecycle_state: state,
      drift,
      set,
      q: query,
    } satisfies Record<keyof ResourceFilter, unknown>;
    const found = await firstOf(limit, (pageSize) =>
      client.resources.list({ ...defined(filter), pageSize, signal: session.io.signal }),
    );
    await session.emit(found, () => resourceTable(found, session.style));
  },
});
