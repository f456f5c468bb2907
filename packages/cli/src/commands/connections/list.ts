import { CONNECTION_TYPE } from "@pragma/contract/connection";
import { resourceKey } from "@pragma/language";
import type { Resource } from "@pragma/sdk";
import { atOnce } from "../../concurrency/at-once.ts";
import { defineCommand } from "../../framework/command.ts";
import { stateCell } from "../../output/state.ts";
import { table } from "../../output/table.ts";
import { defined } from "../../session/defined.ts";

export const command = defineCommand({
  options: {
    provider: { type: "string", description: "Only of this provider", complete: "provider" },
  },
  examples: [
    { does: "All", run: "pragma connections list" },
    { does: "The servers of one provider", run: "pragma connections list --provider postgres" },
  ],
  async run({ options, session }) {
    const client = await session.client();
    const { signal } = session.io;
    const filter = { ...defined({ provider: options.provider }), resource: CONNECTION_TYPE };
    const found = await client.resources.list({ ...filter, pageSize: 1_000, signal }).toArray();
    const users = new Map<Resource, number>();
    await atOnce(
      found,
      async (connection, either) => {
        const { total } = await client.resources.facets({ connection: resourceKey(connection), signal: either });
        users.set(connection, total);
      },
      signal,
    );
    const connections = found.map((connection) => {
      const { provider, name, lifecycle_state, error } = connection;
      return { provider, name, lifecycle_state, users: users.get(connection) ?? 0, error };
    });
    await session.emit(connections, () =>
      table(
        ["NAME", "PROVIDER", "STATE", "USERS", "ERROR"],
        connections.map(({ name, provider, lifecycle_state, users, error }) => [
          name,
          provider,
          stateCell(lifecycle_state),
          users,
          error,
        ]),
        session.style,
        "No connections yet.",
      ),
    );
  },
});
