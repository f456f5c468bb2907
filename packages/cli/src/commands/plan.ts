import { DETAILED_EXITCODE, PLAN_OPTIONS } from "../change/plan-options.ts";
import { defineCommand } from "../framework/command.ts";

const DEPENDENTS = "What happens to resources that depend on deleted or pruned ones; refused if left out";

export const command = defineCommand({
  description: `Nothing is changed: the API decides what an apply of the files would create, change and delete, what would follow, and
what it would refuse. --delete plans a deletion, alone or with files. The plan is kept for 24 hours, in which \`pragma apply\`
can apply exactly that. -o markdown gives a comment for a pull request.`,
  markdown: true,
  options: {
    ...PLAN_OPTIONS,
    dependents: { ...PLAN_OPTIONS.dependents, description: DEPENDENTS },
    delete: {
      type: "strings",
      value: "resource",
      description: "Resource to delete, as provider/type/name or its id",
      complete: "resource",
    },
    save: {
      type: "string",
      value: "file",
      description: "Keep the plan in a file for `pragma apply`",
      complete: "file",
    },
    ...DETAILED_EXITCODE,
  },
  examples: [
    { does: "What would it do?", run: "pragma plan -f shop.yaml" },
    { does: "With what would be deleted", run: "pragma plan -f shop --set shop --prune" },
    { does: "A deletion", run: "pragma plan --delete pragma/secret/site --dependents cascade" },
    { does: "Plan, review, apply just that", run: "pragma plan -f shop --save plan.json && pragma apply plan.json" },
    { does: "A comment for a pull request", run: "pragma plan -f shop -o markdown > comment.md" },
    { does: "In a script: 10 if something would change", run: "pragma plan -f shop --detailed-exitcode" },
  ],
  async run({ options, session }) {
    // Its help and its completion need none of that.
    const { planFiles } = await import("../change/plan-files.ts");
    const { emitPlan, planExitCode, savePlan } = await import("../change/show-plan.ts");
    const { isEmpty } = await import("../change/show/plan-text.ts");
    const plan = await planFiles(session, options);
    if (options.save !== undefined) await savePlan(session, plan, options.save);
    await emitPlan(session, plan);
    const { change } = plan;
    if (!isEmpty(change) && change.counts.refuse === 0 && session.globals.output === "table")
      session.note(`\`pragma apply ${options.save ?? change.id}\` applies this plan, within 24 hours.`);
    return planExitCode(plan, options["detailed-exitcode"]);
  },
});
