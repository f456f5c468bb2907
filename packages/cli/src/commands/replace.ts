import { CARRY_OUT_OPTIONS } from "../change/carry-out-options.ts";
import { defineCommand } from "../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../resource/friendly-id.ts";

export const command = defineCommand({
  description: `The real thing is deleted, and created anew by what is declared, under the same resource: what it holds is lost. What depends
on it directly is looked at afterwards, and created anew if it went with it. With handling.on_delete: keep the old thing stays.`,
  args: { ids: { ...RESOURCE_ARGUMENT, many: true } },
  options: CARRY_OUT_OPTIONS,
  examples: [
    { does: "One, after you were asked", run: "pragma replace postgres/database/main" },
    { does: "In a script", run: "pragma replace redis/user/cache --yes -m 'A new start'" },
  ],
  async run({ args, options, session }) {
    const { applyNamed } = await import("../change/apply-named.ts");
    return applyNamed(session, { replace: [...new Set(args.ids)] }, options);
  },
});
