import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { resourceTable } from "../../resource/resource-table.ts";

export const command = defineCommand({
  args: { ids: { ...RESOURCE_ARGUMENT, many: true } },
  options: {
    reveal: { type: "boolean", description: "Show secrets; needs the scope secrets:reveal, and is audited" },
  },
  examples: [
    { does: "One", run: "pragma resources get postgres/database/main" },
    { does: "All of one, as it can be applied again", run: "pragma resources get pragma/config/site -o yaml" },
    { does: "One output", run: "pragma resources get pragma/config/site -o json | jq .outputs.title" },
  ],
  async run({ args, options, session }) {
    const client = await session.client();
    const { signal } = session.io;
    const resources = await Promise.all(
      args.ids.map((id) => client.resources.get(id, { reveal: options.reveal || undefined, signal })),
    );
    const [only] = resources;
    await session.emit(resources.length === 1 ? only : resources, () => resourceTable(resources, session.style));
  },
});
