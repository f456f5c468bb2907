import { childOf, childrenOf, type Element, textOf } from "../client/parse-xml.ts";
import type { Rule } from "./config.ts";

const CONDITIONS = ["Prefix", "Tag", "ObjectSizeGreaterThan", "ObjectSizeLessThan"];

/** Members of a rule that a config can say; those of their members, where they have any. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  ID: [],
  Status: [],
  Prefix: [],
  Filter: CONDITIONS,
  Expiration: ["Days", "Date", "ExpiredObjectDeleteMarker"],
  Transition: ["Days", "Date", "StorageClass"],
  NoncurrentVersionExpiration: ["NoncurrentDays", "NewerNoncurrentVersions"],
  NoncurrentVersionTransition: ["NoncurrentDays", "NewerNoncurrentVersions", "StorageClass"],
  AbortIncompleteMultipartUpload: ["DaysAfterInitiation"],
};

/** A rule as it was found, and the names of those of its members that no config can say. */
export interface FoundRule {
  rule: Rule;
  unknown: string[];
}

/** Reads a rule of a server in terms of a config. */
export function readRule(element: Element): FoundRule {
  const filter = childOf(element, "Filter");
  const conditions = (filter && childOf(filter, "And")) ?? filter;
  const expiration = childOf(element, "Expiration");
  const noncurrent = childOf(element, "NoncurrentVersionExpiration");
  const abort = childOf(element, "AbortIncompleteMultipartUpload");
  const rule: Rule = {
    id: textOf(element, "ID") ?? "",
    enabled: textOf(element, "Status") === "Enabled",
    // Beside the filter before there were filters.
    prefix: textIn(conditions, "Prefix") ?? textIn(element, "Prefix"),
    tags: tagsOf(conditions),
    larger_than: numberIn(conditions, "ObjectSizeGreaterThan"),
    smaller_than: numberIn(conditions, "ObjectSizeLessThan"),
    expire_after_days: numberIn(expiration, "Days"),
    expire_at: dateIn(expiration),
    expire_delete_markers: textIn(expiration, "ExpiredObjectDeleteMarker") === "true",
    noncurrent_expire_after_days: numberIn(noncurrent, "NoncurrentDays"),
    noncurrent_versions_kept: numberIn(noncurrent, "NewerNoncurrentVersions"),
    abort_uploads_after_days: numberIn(abort, "DaysAfterInitiation"),
    transitions: childrenOf(element, "Transition").map((one) => ({
      after_days: numberIn(one, "Days"),
      at: dateIn(one),
      storage_class: textOf(one, "StorageClass") ?? "",
    })),
    noncurrent_transitions: childrenOf(element, "NoncurrentVersionTransition").map((one) => ({
      after_days: numberIn(one, "NoncurrentDays") ?? 0,
      versions_kept: numberIn(one, "NewerNoncurrentVersions"),
      storage_class: textOf(one, "StorageClass") ?? "",
    })),
  };
  return { rule, unknown: unknownIn(element) };
}

function unknownIn(element: Element): string[] {
  return element.children.flatMap(({ name, children }) => {
    const known = KNOWN[name];
    if (known === undefined) return [name];
    // Several conditions are one level further down.
    const members = children.flatMap((child) => (child.name === "And" ? child.children : [child]));
    return members.filter((member) => !known.includes(member.name)).map((member) => `${name}.${member.name}`);
  });
}

function tagsOf(conditions: Element | undefined): Record<string, string> {
  const all = childrenOf(conditions, "Tag");
  return Object.fromEntries(all.map((tag) => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""]));
}

function textIn(element: Element | undefined, name: string): string | undefined {
  return (element && textOf(element, name)) || undefined;
}

function numberIn(element: Element | undefined, name: string): number | undefined {
  const text = textIn(element, name);
  return text === undefined ? undefined : Number(text);
}

/** The day alone: servers set the time to midnight. */
function dateIn(element: Element | undefined): string | undefined {
  return textIn(element, "Date")?.slice(0, "2027-01-31".length);
}
