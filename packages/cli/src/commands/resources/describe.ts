import { resourceKey } from "@pragma/language";
import type { HistoryEvent, Resource } from "@pragma/sdk";
import { defineCommand } from "../../framework/command.ts";
import { printable } from "../../output/printable.ts";
import { stateCell } from "../../output/state.ts";
import type { Style } from "../../output/style.ts";
import { fields, table } from "../../output/table.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { historyTable } from "../../resource/history-table.ts";

/** Entries of the history. */
const RECENT = 5;

export const command = defineCommand({
  args: { id: RESOURCE_ARGUMENT },
  options: {
    reveal: { type: "boolean", description: "Show secrets; needs the scope secrets:reveal, and is audited" },
  },
  examples: [{ does: "Why is it not ready?", run: "pragma resources describe postgres/database/main" }],
  async run({ args, options, session }) {
    const client = await session.client();
    const { signal } = session.io;
    const [resource, history] = await Promise.all([
      client.resources.get(args.id, { reveal: options.reveal || undefined, signal }),
      client.resources.history(args.id, { pageSize: RECENT, signal }).page(),
    ]);
    const { stringify } = await import("yaml");
    const yaml = (value: unknown) => printable(stringify(value, { lineWidth: 0 }));
    await session.emit({ ...resource, history: history.items }, () =>
      describe(resource, history.items, session.style, yaml),
    );
  },
});

function describe(
  resource: Resource,
  history: readonly HistoryEvent[],
  style: Style,
  yaml: (value: unknown) => string,
): string {
  const names = (refs: Resource["dependencies"]) => refs.map(resourceKey).join(", ");
  const head = fields(
    [
      ["Resource", resourceKey(resource)],
      ["Id", resource.id],
      ["State", stateCell(resource.lifecycle_state)],
      ["Error", resource.error],
      ["Depends on", names(resource.dependencies)],
      ["Owned by", names(resource.owner_references)],
      ["Tags", resource.tags?.join(", ")],
      ["Protected", resource.deletion_protected ? "yes" : "no"],
      ["Generation", `${resource.generation}, settled ${resource.observed_generation}`],
      ["Created", resource.created_at],
      ["Updated", resource.updated_at],
    ],
    style,
  );
  const conditions = table(
    ["CONDITION", "STATUS", "REASON", "MESSAGE"],
    resource.conditions.map(({ type, status, reason, message }) => [type, status, reason, message]),
    style,
    "",
  );
  const block = (title: string, value: object) =>
    `${style("bold", title)}\n${yaml(value).trimEnd().replace(/^/gm, "  ")}`;
  return [
    head,
    conditions,
    block("Config", resource.config),
    block("Outputs", resource.outputs),
    `${style("bold", "History")}\n${historyTable(history, style)}`,
  ]
    .filter(Boolean)
    .join("\n\n");
}
