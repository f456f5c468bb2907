import { SET_ARGUMENT } from "../../change/set-argument.ts";
import { defineCommand } from "../../framework/command.ts";
import { WAIT_OPTIONS, waitTimesOf } from "../../resource/duration.ts";

export const command = defineCommand({
  description: "Dependents first. If others depend on one of them, or one is protected, nothing is deleted.",
  args: { set: SET_ARGUMENT },
  options: {
    yes: { type: "boolean", short: "y", description: "Don't ask" },
    "no-wait": { type: "boolean", description: "Don't wait until all are gone" },
    ...WAIT_OPTIONS,
  },
  examples: [
    { does: "All of it", run: "pragma sets delete shop" },
    { does: "In a script", run: "pragma sets delete shop --yes" },
  ],
  async run({ args, options, session }) {
    const { deleteSet } = await import("../../change/delete-set.ts");
    const { yes, "no-wait": noWait } = options;
    return deleteSet(session, args.set, { yes, wait: !noWait, ...waitTimesOf(options) });
  },
});
