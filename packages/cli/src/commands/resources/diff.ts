import { versionsText } from "../../change/show/versions-text.ts";
import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { defined } from "../../session/defined.ts";

export const command = defineCommand({
  description:
    "Generations are in `pragma resources history -o yaml`. Secrets are masked: one that was replaced in between is told as changed.",
  markdown: true,
  args: { id: RESOURCE_ARGUMENT },
  options: {
    from: { type: "number", min: 1, description: "The generation to start from; the one before the other if left out" },
    to: { type: "number", min: 1, description: "The generation to compare it with; the current one if left out" },
  },
  examples: [
    { does: "What did the last apply change?", run: "pragma resources diff pragma/config/site" },
    { does: "Any two versions", run: "pragma resources diff pragma/config/site --from 2 --to 5" },
  ],
  async run({ args, options, session }) {
    const client = await session.client();
    const { from, to } = options;
    const found = await client.resources.compare(args.id, defined({ from, to, signal: session.io.signal }));
    await session.emit(found, () => versionsText(found, session.style));
  },
});
