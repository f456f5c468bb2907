import { CHANGE_ARGUMENT, changeId } from "../../change/change-argument.ts";
import { defineCommand } from "../../framework/command.ts";
import { WAIT_OPTIONS, waitTimesOf } from "../../resource/duration.ts";

export const command = defineCommand({
  description: `What the change touched gets back its config, tags, owners, protection and set. What it created is deleted, and what it
deleted is created anew, without its data. On a terminal you are asked before that is applied.`,
  args: { change: CHANGE_ARGUMENT },
  options: {
    force: { type: "boolean", description: "Also undo what others have changed since" },
    "allow-replace": {
      type: "boolean",
      description: "Delete and create anew what differs in fields that cannot change, such as what the change replaced",
    },
    "plan-only": { type: "boolean", description: "Only plan it" },
    yes: { type: "boolean", short: "y", description: "Don't ask" },
    "no-wait": { type: "boolean", description: "Don't wait until it is carried out" },
    ...WAIT_OPTIONS,
  },
  examples: [
    { does: "Undo it", run: "pragma changes revert 0198f3c2-7a1e-7000-8000-000000000000" },
    { does: "What would that do?", run: "pragma changes revert 0198f3c2-7a1e-7000-8000-000000000000 --plan-only" },
  ],
  async run({ args, options, session }) {
    const { applyPlan } = await import("../../change/apply-plan.ts");
    const client = await session.client();
    const { signal } = session.io;
    const plan = await client.changes.revert(changeId(args.change, session.io), {
      force: options.force || undefined,
      allow_replace: options["allow-replace"] || undefined,
      signal,
    });
    const { isEmpty } = await import("../../change/show/plan-text.ts");
    if (isEmpty(plan)) {
      await client.changes.discard(plan, { signal });
      await session.emit(plan, () => "Nothing to undo: what the change touched is as it was before");
      return;
    }
    if (options["plan-only"]) {
      const { readActions } = await import("../../change/read-actions.ts");
      const { emitPlan, planExitCode } = await import("../../change/show-plan.ts");
      const whole = { change: plan, actions: await readActions(client, plan, signal), placeOf: () => null };
      await emitPlan(session, whole);
      if (session.globals.output === "table")
        session.note(`\`pragma apply ${plan.id}\` applies this plan, within 24 hours.`);
      return planExitCode(whole, false);
    }
    const { yes, "no-wait": noWait } = options;
    return applyPlan(session, plan.id, { yes, wait: !noWait, ...waitTimesOf(options) });
  },
});
