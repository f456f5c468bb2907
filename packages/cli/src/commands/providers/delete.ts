import { defineCommand } from "../../framework/command.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";

export const command = defineCommand({
  description: "Refused while it has resources, unless they are deleted first. Repeating it is safe.",
  args: { provider: PROVIDER_ARGUMENT },
  options: { cascade: { type: "boolean", description: "Delete its resources first" } },
  examples: [
    { does: "One without resources", run: "pragma providers delete note-store" },
    { does: "With its resources", run: "pragma providers delete note-store --cascade" },
  ],
  async run({ args, options, session }) {
    const client = await session.client();
    const deletion = await client.providers.delete(args.provider, options.cascade ? { cascade: true } : {});
    await session.emit(deletion, () =>
      deletion.deployment_deleted
        ? `${args.provider} deleted`
        : `${args.provider} goes once its resources have gone (${deletion.resources_deleted} deletions started)`,
    );
  },
});
