import { isDraft, type LifecycleState } from "@pragma/contract/lifecycle";
import { parseKey, suggest } from "@pragma/language";
import type { JsonObject } from "@pragma/sdk";
import type { ManifestDocument } from "./document.ts";
import { IDENTITY_FIELDS, isSystemField, RESOURCES_FIELDS, WRITTEN_FIELDS } from "./fields.ts";
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
  const fault = (key: string, message: string, ...below: number[]) =>
    faults.push({ file, at: locate([key, ...below]), message });
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
  const resources = Object.fromEntries(
    RESOURCES_FIELDS.map((key) => [
      key,
      asObjects(fields[key], (index) => fault(key, `${key}[${index}] must be provider/resource/name`, index)),
    ]),
  );
  if (faults.length > 0) return faults;
  const written = { ...fields, ...resources };
  const kept = Object.fromEntries(KNOWN.filter((key) => written[key] !== undefined).map((key) => [key, written[key]]));
  // Other states than draft are written by the API, and only sent back here.
  const lifecycle_state = draft || isDraft(fields["lifecycle_state"] as LifecycleState) ? "draft" : "pending";
  const input = { ...kept, config, lifecycle_state } as ManifestDocument["input"];
  const asRead = "id" in fields && "generation" in fields;
  const id = IDENTITY_FIELDS.map((key) => fields[key]).join("/");
  return { file, input, asRead, id, locate };
}

/** Resources of a list by their friendly ids as the objects that the API takes; it checks all else. */
function asObjects(value: unknown, complain: (index: number) => void): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown, index) => {
    if (typeof item !== "string") return item;
    const ref = parseKey(item);
    if (ref === null) complain(index);
    return ref;
  });
}
