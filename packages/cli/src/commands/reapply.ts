import { CARRY_OUT_OPTIONS } from "../change/carry-out-options.ts";
import { usageError } from "../errors/cli-error.ts";
import { defineCommand } from "../framework/command.ts";
import { RESOURCE_ARGUMENT } from "../resource/friendly-id.ts";
import { defined } from "../session/defined.ts";

export const command = defineCommand({
  description: `Their declared configs are sent to their providers once more, though nothing of them has changed: after an upgrade of a
provider, or when somebody changed something by hand. The resources are looked up first, and the plan names each: what was reviewed is
what runs. Drafts are left out of what the options select.`,
  args: { ids: { ...RESOURCE_ARGUMENT, many: true, optional: true } },
  options: {
    provider: { type: "string", description: "All of this provider", complete: "provider" },
    type: { type: "string", description: "All of this type, such as database" },
    set: { type: "string", value: "name", description: "All members of this set", complete: "set" },
    tag: { type: "strings", short: "t", description: "All with this tag" },
    ...CARRY_OUT_OPTIONS,
  },
  examples: [
    { does: "One", run: "pragma reapply postgres/database/main" },
    { does: "All of a provider, after its upgrade", run: "pragma reapply --provider postgres -m 'Upgrade to 2.1'" },
    { does: "All of a set, in a script", run: "pragma reapply --set shop --yes" },
  ],
  async run({ args, options, session }) {
    const { provider, type: resource, set, tag } = options;
    const tags = tag.length === 0 ? undefined : tag;
    const filter = defined({ provider, resource, set, tags });
    const isFiltered = Object.keys(filter).length > 0;
    if (isFiltered === args.ids.length > 0)
      throw usageError("Which resources?", "Name them, or select them with --provider, --type, --set and --tag.");
    const [{ applyNamed }, { idsToReapply }] = await Promise.all([
      import("../change/apply-named.ts"),
      import("../change/ids-to-reapply.ts"),
    ]);
    const reapply = isFiltered ? await idsToReapply(session, filter) : [...new Set(args.ids)];
    return applyNamed(session, { reapply }, options);
  },
});
