import { SHIPPED_ORGANIZATION_ID } from "../ids.ts";

/** A table with columns that contain envelopes of the keyring. Both key and columns are constants of this file. */
export interface SealedPlace {
  readonly table: string;
  /** The columns of the primary key, in order: the walk follows it. The first one identifies the row to people. */
  readonly key: readonly { readonly column: string; readonly type: "text" | "uuid" }[];
  /** SQL for the organization whose id is the additional data of the row's envelopes. */
  readonly organization: string;
  readonly columns: readonly { readonly column: string; readonly type: "json" | "jsonb" }[];
}

/**
 * Every column whose values the keyring seals. A test of `resealValues` compares this list with the columns of the
 * database: a new column must be added here, or there with the reason why it contains no envelope.
 */
export const SEALED_PLACES: readonly SealedPlace[] = [
  {
    table: "resources",
    key: [
      { column: "key", type: "text" },
      { column: "organization_id", type: "uuid" },
    ],
    organization: "organization_id",
    columns: [
      ...["config", "resolved_config", "handed_config", "applied_config", "outputs", "succeeded_config"].map(json),
      ...["next_draft", "state"].map(json),
    ],
  },
  {
    table: "events",
    key: [{ column: "id", type: "uuid" }],
    organization: "organization_id",
    columns: ["payload", "previous_config"].map(json),
  },
  {
    table: "dead_letters",
    key: [{ column: "event_id", type: "uuid" }],
    organization: "organization_id",
    columns: ["payload"].map(json),
  },
  {
    table: "changes",
    key: [{ column: "id", type: "uuid" }],
    organization: "organization_id",
    columns: ["request", "part"].map(json),
  },
  {
    table: "change_actions",
    key: [
      { column: "change_id", type: "uuid" },
      { column: "id", type: "uuid" },
    ],
    organization: "organization_id",
    columns: ["snapshot"].map(json),
  },
  {
    table: "drift_checks",
    key: [
      { column: "organization_id", type: "uuid" },
      { column: "resource_key", type: "text" },
    ],
    organization: "organization_id",
    columns: ["changes"].map(json),
  },
  {
    table: "signing_keys",
    key: [{ column: "kid", type: "text" }],
    // Signing keys belong to the installation.
    organization: `'${SHIPPED_ORGANIZATION_ID}'`,
    columns: [{ column: "private_jwk", type: "jsonb" }],
  },
];

function json(column: string): SealedPlace["columns"][number] {
  return { column, type: "json" };
}
