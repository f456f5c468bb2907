import { asksToProcess, isDraft, isFailed } from "@pragma/contract/lifecycle";
import { resourceKey } from "@pragma/language";
import type { Resource, ResourceRef, ResourceType } from "@pragma/sdk";
import type { ManifestDocument } from "../manifest/document.ts";
import { compareConfig, type FieldChange } from "./compare.ts";
import { secretPlaces } from "./secret-places.ts";

/** The effect of applying a document. `secret`: only secrets may differ, which cannot be compared. */
export interface Plan {
  document: ManifestDocument;
  action: "create" | "change" | "retry" | "none" | "secret";
  fields: FieldChange[];
}

/**
 * @param before the current resource; null if there is none
 * @param type undefined if it is unknown
 */
export function planDocument(
  document: ManifestDocument,
  before: Resource | null,
  type: ResourceType | undefined,
): Plan {
  if (before === null) return { document, action: "create", fields: [] };
  const { input } = document;
  const fields = [
    ...compareConfig(before.config, input.config, ["config"], secretPlaces(type, [before.config, input.config])),
    ...metadataChanges(input, before),
    ...stateChange(input, before),
  ];
  return { document, action: actionOf(fields, input, before), fields };
}

function actionOf(fields: FieldChange[], input: ManifestDocument["input"], before: Resource): Plan["action"] {
  if (fields.some(({ kind }) => kind !== "secret")) return "change";
  if (isFailed(before.lifecycle_state) && asksToProcess(input.lifecycle_state)) return "retry";
  return fields.length > 0 ? "secret" : "none";
}

/** The API keeps the values of omitted fields. */
function metadataChanges(input: ManifestDocument["input"], before: Resource): FieldChange[] {
  const { tags, deletion_protected, owner_references } = input;
  const now = before.dependencies.map(resourceKey);
  // The API does not say which of them only follow from references, so an omitted one is not noticed here.
  const wanted = [...(input.depends_on ?? []), ...namesIn(input.dependencies)].filter((id) => !now.includes(id));
  return [
    ...compareSets("tags", before.tags ?? [], tags === undefined ? undefined : (tags ?? [])),
    ...compareSets(
      "owner_references",
      namesIn(before.owner_references),
      owner_references === undefined ? undefined : namesIn(owner_references),
    ),
    ...(deletion_protected === undefined
      ? []
      : compareConfig(before.deletion_protected, deletion_protected ?? false, ["deletion_protected"])),
    ...(wanted.length === 0 ? [] : [{ path: ["depends_on"], kind: "added" as const }]),
  ];
}

function stateChange({ lifecycle_state: wanted }: ManifestDocument["input"], before: Resource): FieldChange[] {
  const staged = isDraft(before.lifecycle_state) && asksToProcess(wanted);
  return staged ? [{ path: ["lifecycle_state"], kind: "changed", before: "draft", after: "pending" }] : [];
}

function compareSets(name: string, before: readonly string[], after: readonly string[] | undefined): FieldChange[] {
  if (after === undefined || JSON.stringify(before) === JSON.stringify([...new Set(after)])) return [];
  return [{ path: [name], kind: "changed", before: listed(before), after: listed([...new Set(after)]) }];
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

function namesIn(refs: readonly ResourceRef[] | null | undefined): string[] {
  return (refs ?? []).map(resourceKey);
}
