import { defineCommand } from "../../framework/command.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";
import { statusFields } from "../../provider/status-fields.ts";

export const command = defineCommand({
  args: { provider: PROVIDER_ARGUMENT },
  examples: [{ does: "Which version serves?", run: "pragma providers status note-store" }],
  async run({ args, session }) {
    const deployment = await (await session.client()).providers.deployment(args.provider, {
      signal: session.io.signal,
    });
    await session.emit(deployment, () => statusFields(args.provider, deployment, session.style));
  },
});
