import { defineCommand } from "../../framework/command.ts";
import { stateCell } from "../../output/state.ts";
import { table } from "../../output/table.ts";

export const command = defineCommand({
  examples: [{ does: "All", run: "pragma providers list" }],
  async run({ session }) {
    const providers = await (await session.client()).providers.list({ signal: session.io.signal }).toArray();
    await session.emit(providers, () =>
      table(
        ["PROVIDER", "VERSION", "DEPLOYMENT", "UPDATED"],
        providers.map((provider) => [
          provider.provider_id,
          provider.current_version,
          provider.deployment_status === null ? null : stateCell(provider.deployment_status),
          provider.updated_at,
        ]),
        session.style,
        "No providers yet.",
      ),
    );
  },
});
