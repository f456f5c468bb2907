import { defineCommand } from "../../framework/command.ts";
import { stateCell } from "../../output/state.ts";
import { table } from "../../output/table.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";

export const command = defineCommand({
  args: { provider: PROVIDER_ARGUMENT },
  examples: [{ does: "The last ten", run: "pragma providers builds note-store" }],
  async run({ args, session }) {
    const builds = await (await session.client()).providers.builds(args.provider, { signal: session.io.signal });
    await session.emit(builds, () =>
      table(
        ["VERSION", "STATUS", "CREATED", "ERROR"],
        builds.map(({ version, status, created_at, error_message }) => [
          version,
          stateCell(status),
          created_at,
          error_message,
        ]),
        session.style,
        "No builds yet.",
      ),
    );
  },
});
