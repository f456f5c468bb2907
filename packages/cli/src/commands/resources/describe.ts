import { isFinding } from "@pragma/contract/drift";
import { type Handling, handlingWritten } from "@pragma/contract/handling";
import { resourceKey } from "@pragma/language";
import type { HistoryEvent, Resource } from "@pragma/sdk";
import { defineCommand } from "../../framework/command.ts";
import { printable } from "../../output/printable.ts";
import { stateCell } from "../../output/state.ts";
import type { Style } from "../../output/style.ts";
import { type CellValue, fields, table } from "../../output/table.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { historyTable } from "../../resource/history-table.ts";

/** Entries of the history. */
const RECENT = 5;

export const command = defineCommand({
  args: { id: RESOURCE_ARGUMENT },
  options: {
    reveal: { type: "boolean", description: "Show secrets; needs the scope secrets:reveal, and is audited" },
  },
  examples: [{ does: "All of one", run: "pragma resources describe postgres/database/main" }],
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

/** The row of each field; null where another has it, it has a block below, or it is not told. One that is missing does not compile. */
const ROWS: Record<keyof Resource, readonly [label: string, value: (resource: Resource) => CellValue] | null> = {
  name: ["Resource", resourceKey],
  provider: null,
  resource: null,
  id: ["Id", ({ id }) => id],
  lifecycle_state: ["State", ({ lifecycle_state }) => stateCell(lifecycle_state)],
  error: ["Error", ({ error }) => error],
  error_kind: null,
  connection: ["Connection", ({ connection }) => connection && resourceKey(connection)],
  dependencies: ["Depends on", ({ dependencies }) => names(dependencies)],
  owner_references: ["Owned by", ({ owner_references }) => names(owner_references)],
  tags: ["Tags", ({ tags }) => tags?.join(", ")],
  set: null,
  deletion_protected: ["Protected", ({ deletion_protected }) => (deletion_protected ? "yes" : "no")],
  handling: ["Handling", ({ handling }) => handling && handlingText(handling)],
  generation: ["Generation", ({ generation, observed_generation }) => `${generation}, settled ${observed_generation}`],
  observed_generation: null,
  created_at: ["Created", ({ created_at }) => created_at],
  updated_at: ["Updated", ({ updated_at }) => updated_at],
  conditions: null,
  config: null,
  resolved_config: null,
  outputs: null,
  pending_event_id: null,
  provisioned: null,
  identity: ["Identity", ({ identity }) => identity],
  drift: ["Drift", ({ drift }) => (isFinding(drift) ? drift : null)],
  change_id: null,
};

/** The members that are not as by default: `mode observe, ignore labels.*, size`. */
function handlingText(handling: Handling): string {
  const told = Object.entries(handlingWritten(handling));
  return told.map(([member, value]) => (value === true ? member : `${member} ${[value].flat().join(", ")}`)).join("; ");
}

function names(refs: Resource["dependencies"]): string {
  return refs.map(resourceKey).join(", ");
}

function describe(
  resource: Resource,
  history: readonly HistoryEvent[],
  style: Style,
  yaml: (value: unknown) => string,
): string {
  const rows = Object.values(ROWS).filter((row) => row !== null);
  const head = fields(
    rows.map(([label, value]) => [label, value(resource)] as const),
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
