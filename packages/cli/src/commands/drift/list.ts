import { defineCommand } from "../../framework/command.ts";
import { driftTable } from "../../resource/drift-text.ts";
import { findDrifted } from "../../resource/find-drifted.ts";
import { defined } from "../../session/defined.ts";

export const command = defineCommand({
  description: "What is gone comes first. What was never checked, or cannot be, is not among them.",
  options: {
    provider: { type: "string", description: "Only of this provider", complete: "provider" },
    type: { type: "string", description: "Only of this type, such as database" },
    set: { type: "string", value: "name", description: "Only members of this set", complete: "set" },
    tag: { type: "strings", short: "t", description: "Only with this tag" },
    limit: { type: "number", min: 1, description: "How many to show at most; all if left out" },
  },
  examples: [
    { does: "All", run: "pragma drift list" },
    { does: "Their names", run: "pragma drift list --set shop -o json | jq -r '.[].id'" },
  ],
  async run({ options, session }) {
    const { provider, type: resource, set, tag, limit = Number.POSITIVE_INFINITY } = options;
    const tags = tag.length === 0 ? undefined : tag;
    const found = await findDrifted(session, defined({ provider, resource, set, tags }), limit);
    await session.emit(found, () => driftTable(found, session.style));
  },
});
