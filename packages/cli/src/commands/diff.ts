import { DETAILED_EXITCODE, PLAN_OPTIONS } from "../change/plan-options.ts";
import { defineCommand } from "../framework/command.ts";

export const command = defineCommand({
  description: "As `pragma plan`, but nothing is kept, and only what is declared is shown, not what would follow.",
  markdown: true,
  options: { ...PLAN_OPTIONS, ...DETAILED_EXITCODE },
  examples: [
    { does: "What differs?", run: "pragma diff -f shop.yaml" },
    { does: "In a script: 10 if something differs", run: "pragma diff -f shop --detailed-exitcode" },
  ],
  async run({ options, session }) {
    const { diffFiles } = await import("../change/diff-files.ts");
    return diffFiles(session, options, { detailed: options["detailed-exitcode"], followers: false });
  },
});
