import { PLAN_OPTIONS } from "../../change/plan-options.ts";
import { defineCommand } from "../../framework/command.ts";
import { WAIT_OPTIONS, waitTimesOf } from "../../resource/duration.ts";

export const command = defineCommand({
  description: "As `pragma apply`, without a question.",
  options: {
    ...PLAN_OPTIONS,
    "dry-run": { type: "boolean", description: "Only show what would be done; nothing is kept" },
    "no-wait": { type: "boolean", description: "Don't wait until it is carried out" },
    ...WAIT_OPTIONS,
  },
  examples: [
    { does: "A file", run: "pragma resources apply -f shop.yaml" },
    { does: "What would it change?", run: "pragma resources apply -f shop.yaml --dry-run" },
    { does: "A folder and a pattern", run: "pragma resources apply -f base -f 'teams/*/prod.yaml'" },
    {
      does: "From another program",
      run: "pragma resources list --tag shop -o json | pragma resources apply -f - --context staging",
    },
  ],
  async run({ options, session }) {
    // Its help and its completion need none of that.
    if (options["dry-run"]) {
      const { diffFiles } = await import("../../change/diff-files.ts");
      return diffFiles(session, options, { detailed: false, followers: true });
    }
    const { applyFiles } = await import("../../change/apply-files.ts");
    return applyFiles(session, { ...options, yes: true, wait: !options["no-wait"], ...waitTimesOf(options) });
  },
});
