import { CARRY_OUT_OPTIONS } from "../../change/carry-out-options.ts";
import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";

export const command = defineCommand({
  description: `What is declared is sent to the provider once more, and what is gone is created anew. The plan shows what was found, and what
becomes of it.`,
  args: { ids: { ...RESOURCE_ARGUMENT, many: true } },
  options: CARRY_OUT_OPTIONS,
  examples: [
    { does: "One", run: "pragma drift revert postgres/database/main" },
    { does: "In a script", run: "pragma drift revert postgres/database/main -m 'Nobody edits it by hand' --yes" },
  ],
  async run({ args, options, session }) {
    const { applyNamed } = await import("../../change/apply-named.ts");
    const drift = [...new Set(args.ids)].map((resource) => ({ resource, choice: "revert" as const }));
    return applyNamed(session, { drift }, options);
  },
});
