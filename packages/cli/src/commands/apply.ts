import { CHANGE_ARGUMENT } from "../change/change-argument.ts";
import { PLAN_OPTIONS } from "../change/plan-options.ts";
import { usageError } from "../errors/cli-error.ts";
import { defineCommand } from "../framework/command.ts";
import { WAIT_OPTIONS, waitTimesOf } from "../resource/duration.ts";

export const command = defineCommand({
  description: `The files are planned as one change, and the plan is shown. On a terminal you are asked before it is applied. All of it is
declared, or nothing; what then fails is reported, and does not undo the rest. Files are YAML, several documents each, or JSON.
A text @path in a config stands for the content of that file, which must be in the manifest's folder; @@ is a plain @.
Applying the same again changes nothing.`,
  args: { change: { ...CHANGE_ARGUMENT, optional: true } },
  options: {
    ...PLAN_OPTIONS,
    yes: { type: "boolean", short: "y", description: "Don't ask" },
    "no-wait": { type: "boolean", description: "Don't wait until it is carried out" },
    ...WAIT_OPTIONS,
  },
  examples: [
    { does: "A file", run: "pragma apply -f shop.yaml" },
    { does: "All of a folder, and nothing else in its set", run: "pragma apply -f shop --set shop --prune" },
    { does: "A plan that was reviewed", run: "pragma apply plan.json" },
    { does: "In a script", run: "pragma apply -f shop --yes --message 'Release 12'" },
  ],
  async run({ args, options, session }) {
    const rest = { yes: options.yes, wait: !options["no-wait"], ...waitTimesOf(options) };
    if (args.change === undefined) {
      const { applyFiles } = await import("../change/apply-files.ts");
      return applyFiles(session, { ...options, ...rest });
    }
    const { file, set, prune, dependents, draft, message, "take-over": takeOver, "allow-empty": allowEmpty } = options;
    const flags = [prune, allowEmpty, draft, takeOver, options["allow-replace"]];
    if (file.length > 0)
      throw usageError(
        "Either a change or files are applied",
        "Each file needs its own -f; a pattern needs quotes: -f 'teams/*.yaml'.",
      );
    if (set ?? dependents ?? message ?? (flags.some(Boolean) || undefined))
      throw usageError("A plan is applied as it was planned: options of planning belong to `pragma plan`");
    const { applyPlan } = await import("../change/apply-plan.ts");
    return applyPlan(session, args.change, rest);
  },
});
