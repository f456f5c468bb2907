import { CARRY_OUT_OPTIONS } from "../../change/carry-out-options.ts";
import { defineCommand } from "../../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";

export const command = defineCommand({
  description: `The config is declared as it was found. References stay where they give the value that was found. Of what is gone nothing can
be accepted. If files declare the resource, change them, too: the next apply of them brings back what they say.`,
  args: { ids: { ...RESOURCE_ARGUMENT, many: true } },
  options: CARRY_OUT_OPTIONS,
  examples: [
    { does: "One", run: "pragma drift accept postgres/database/main" },
    { does: "In a script", run: "pragma drift accept postgres/database/main -m 'Resized at night' --yes" },
  ],
  async run({ args, options, session }) {
    const { applyNamed } = await import("../../change/apply-named.ts");
    const drift = [...new Set(args.ids)].map((resource) => ({ resource, choice: "accept" as const }));
    return applyNamed(session, { drift }, options);
  },
});
