import type { Path } from "@pragma/contract";

/** An error in a manifest. `path` points into the manifest, such as `["config", "size"]`. */
export interface Problem {
  path: Path;
  message: string;
  /** Warnings do not prevent an apply. */
  severity: "error" | "warning";
  /** It is only missing: not shown to a user who has just begun. */
  missing?: boolean;
  /** The user is probably about to do it: shown only when they want to continue. */
  unfinished?: boolean;
  /** Set if the text is not YAML: the characters concerned. */
  range?: { from: number; to: number };
}

export function pathKey(path: Path): string {
  return JSON.stringify(path);
}

/** Whether `path` is `ancestor` or leads below it. */
export function isWithin(path: Path, ancestor: Path): boolean {
  return ancestor.length <= path.length && ancestor.every((step, index) => step === path[index]);
}

/** Where a new key of a record is typed: no entry is in its way, since keys are not empty. */
export function newKeyPath(record: Path): Path {
  return [...record, ""];
}

/** The id of the control of a field in the form: links in summaries lead there. */
export function fieldId(path: Path): string {
  return `field-${path.map((step) => encodeURIComponent(String(step))).join("/")}`;
}
