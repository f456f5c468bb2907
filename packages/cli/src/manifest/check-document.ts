import { isDraft, type LifecycleState } from "@pragma/contract/lifecycle";
import { suggest } from "@pragma/language";
import type { JsonObject } from "@pragma/sdk";
import type { ManifestDocument } from "./document.ts";
import { IDENTITY_FIELDS, isSystemField, WRITTEN_FIELDS } from "./fields.ts";
import type { Located } from "./parse-yaml.ts";
import type { Fault } from "./position.ts";

const KNOWN: readonly string[] = WRITTEN_FIELDS;

/** The resource that a document declares, or the errors in it. */
export function checkDocument(file: string, { value, locate }: Located, draft: boolean): ManifestDocument | Fault[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [
      {
        file,
        at: locate([]),
        message: "is not a resource: it must be an object with provider, resource, name and config",
      },
    ];
  }
  const fields = value as JsonObject;
  const faults: Fault[] = [];
  const fault = (key: string, message: string) => faults.push({ file, at: locate([key]), message });
  for (const key of Object.keys(fields)) {
    if (KNOWN.includes(key) || isSystemField(key)) continue;
    const close = suggest(key, KNOWN);
    fault(
      key,
      `${key} is not a known field; ${close ? `did you mean ${close}?` : `the known ones are ${KNOWN.join(", ")}`}`,
    );
  }
  for (const key of IDENTITY_FIELDS) {
    const text = fields[key];
    if (typeof text !== "string" || text === "")
      fault(key, text === undefined ? `${key} is missing` : `${key} must be a string`);
  }
  const { config = {} } = fields;
  if (typeof config !== "object" || config === null || Array.isArray(config))
    fault("config", "config must be an object");
  if (faults.length > 0) return faults;
  const kept = Object.fromEntries(KNOWN.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]));
  // Other states than draft are written by the API, and only sent back here.
  const lifecycle_state = draft || isDraft(fields["lifecycle_state"] as LifecycleState) ? "draft" : "pending";
  const input = { ...kept, config, lifecycle_state } as ManifestDocument["input"];
  const asRead = "id" in fields && "generation" in fields;
  const id = IDENTITY_FIELDS.map((key) => fields[key]).join("/");
  return { file, input, asRead, id, locate };
}
